import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillFollowing, type BillReading } from '@genmaele/contracts';
import { follow, readBill } from '@genmaele/legaltext';
import { inProject } from '../project.js';
import { type Figure, figure } from './figure.js';

/**
 * Where each numbered change and section of L 89 (2021-22) as introduced stands in L 89 B as adopted, found by reading both side by side: the bill was
 * split, § 1 went to L 89 A, and § 2, nr. 6, 8, 10, 14 and 17 were taken out. An empty place means that it has none.
 */
export const splitBill: ReadonlyMap<string, string> = new Map([
  ...['§ 1', '§ 1, nr. 1', '§ 2, nr. 6', '§ 2, nr. 8', '§ 2, nr. 10', '§ 2, nr. 14', '§ 2, nr. 17', '§ 16, stk. 5'].map(
    (address): [string, string] => [address, ''],
  ),
  ...[1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 15, 16].map((nr, i): [string, string] => [`§ 2, nr. ${nr}`, `§ 1, nr. ${i + 1}`]),
  ...[1, 2, 3, 4, 5, 6, 7].map((nr): [string, string] => [`§ 3, nr. ${nr}`, `§ 2, nr. ${nr}`]),
  ...[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15].map((section): [string, string] => [`§ ${section}, nr. 1`, `§ ${section - 1}, nr. 1`]),
  ...Array.from({ length: 15 }, (_, i): [string, string] => [`§ ${i + 2}`, `§ ${i + 1}`]),
  ...[1, 2, 3, 4, 6].map((stk, i): [string, string] => [`§ 16, stk. ${stk}`, `§ 15, stk. ${i + 1}`]),
]);

const plain = (address: string): string => address.replaceAll('\u00a0', ' ');

/** How many places were found rightly, of those that were found and of those that there are. */
export function placesFound({ followed }: BillFollowing, labelled: ReadonlyMap<string, string>): { precision: number; recall: number } {
  const found = new Map(followed.map(({ address, places }) => [plain(address), places.map((place) => plain(place.address))]));
  const given = [...labelled].flatMap(([address]) => (found.get(address) ?? []).map((place): [string, string] => [address, place]));
  const right = given.filter(([address, place]) => labelled.get(address) === place).length;
  const wanted = [...labelled].filter(([, place]) => place !== '').length;
  return { precision: given.length === 0 ? 0 : (100 * right) / given.length, recall: (100 * right) / wanted };
}

const rounds = 5;

/** The middle of several runs, in milliseconds. */
function middleTime(work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** As many nodes on each side, with a new one before them all and every tenth in other words. */
export function longAct(nodes: number, isNew: boolean): Pick<BillReading, 'provisions' | 'amendedActs'> {
  const words = (i: number): string => `kommunen skal tilbyde borgeren ydelse${i} inden frist${i} efter ansøgning${i}`;
  const provisions = Array.from({ length: nodes }, (_, i) => {
    const number = isNew ? i + 2 : i + 1;
    const text = isNew && i % 10 === 0 ? `${words(i)} og orientere ministeren` : words(i);
    return { id: `p${number}`, kind: 'section' as const, address: `§ ${number}`, label: `§ ${number}.`, text, offset: i, children: [] };
  });
  return { provisions, amendedActs: [] };
}

/** How well and how fast versions are followed: the split bill of the data, and an act of 5,000 sections made up here. */
export async function measureFollowing(): Promise<readonly Figure[]> {
  const [old, next] = [longAct(5000, false), longAct(5000, true)];
  const long = [
    figure(
      '5.000 paragraffer, alle omnummereret og hver tiende ændret',
      middleTime(() => follow(old, next)),
      { most: 5000 },
      'ms',
    ),
    figure('heraf genfundet', follow(old, next).followed.filter(({ address, places }) => `§ ${Number(address.slice(2)) + 1}` === places[0]?.address).length, { least: 5000 }), // prettier-ignore
  ];
  const folder = inProject('..', 'shared', 'data', 'bills');
  if (!existsSync(folder)) return [{ what: 'L 89 fulgt til L 89 B (../shared/data er her ikke)', figure: '–', ok: true }, ...long];
  const read = async (name: string): Promise<BillReading> =>
    readBill(readFileSync(join(folder, readdirSync(folder).find((file) => file.startsWith(name)) ?? name)));
  const [introduced, adopted] = [await read('2021_1_LSF_89'), await read('2021_1_LSV_89_B')];
  const { precision, recall } = placesFound(follow(introduced, adopted), splitBill);
  return [
    figure(`L 89 fulgt til L 89 B: rigtige af de fundne pladser (${splitBill.size} mærkede)`, precision, { least: 98 }, '%'),
    figure('L 89 fulgt til L 89 B: fundne af de rigtige pladser', recall, { least: 98 }, '%'),
    figure('L 89 fulgt til L 89 B, tid', middleTime(() => follow(introduced, adopted)), {}, 'ms'), // prettier-ignore
    figure('L 89 fulgt til sig selv, tid', middleTime(() => follow(introduced, introduced)), { most: 200 }, 'ms'), // prettier-ignore
    ...long,
  ];
}
