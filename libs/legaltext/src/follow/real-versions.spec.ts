import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { billFollowing, type BillFollowing, type BillReading } from '@genmaele/contracts';
import { readBill } from '../index.js';
import { follow } from './follow.js';

const bills = resolve('../shared/data/bills');
const isHere = existsSync(bills);
const it_ = isHere ? it : it.skip;
const note = isHere ? '' : ' (skipped: ../shared/data is not here)';

const known = new Map<string, BillReading>();
async function bill(name: string): Promise<BillReading> {
  const file = readdirSync(bills).find((entry) => entry.startsWith(name)) ?? name;
  const reading = known.get(name) ?? (await readBill(readFileSync(join(bills, file))));
  known.set(name, reading);
  return reading;
}

const plain = (address: string): string => address.replaceAll('\u00a0', ' ');

/**
 * Where each change point and section of L 89 as introduced stands in L 89 B as adopted, found by reading both: the bill was split, § 1
 * went to L 89 A, and the rules on exempted producers (§ 2, nr. 6, 8, 10, 14 and 17) went with it.
 */
const points: Record<string, string> = {
  ...{ '§ 1, nr. 1': '', '§ 2, nr. 6': '', '§ 2, nr. 8': '', '§ 2, nr. 10': '', '§ 2, nr. 14': '', '§ 2, nr. 17': '' },
  ...{ '§ 2, nr. 1': '§ 1, nr. 1', '§ 2, nr. 2': '§ 1, nr. 2', '§ 2, nr. 3': '§ 1, nr. 3', '§ 2, nr. 4': '§ 1, nr. 4' },
  ...{ '§ 2, nr. 5': '§ 1, nr. 5', '§ 2, nr. 7': '§ 1, nr. 6', '§ 2, nr. 9': '§ 1, nr. 7', '§ 2, nr. 11': '§ 1, nr. 8' },
  ...{ '§ 2, nr. 12': '§ 1, nr. 9', '§ 2, nr. 13': '§ 1, nr. 10', '§ 2, nr. 15': '§ 1, nr. 11', '§ 2, nr. 16': '§ 1, nr. 12' },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((nr) => [`§ 3, nr. ${nr}`, `§ 2, nr. ${nr}`])),
  ...Object.fromEntries([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15].map((section) => [`§ ${section}, nr. 1`, `§ ${section - 1}, nr. 1`])),
};
const sections: Record<string, string> = {
  '§ 1': '',
  ...Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`§ ${i + 2}`, `§ ${i + 1}`])),
};
const commencement: Record<string, string> = {
  ...{ '§ 16, stk. 1': '§ 15, stk. 1', '§ 16, stk. 2': '§ 15, stk. 2', '§ 16, stk. 3': '§ 15, stk. 3', '§ 16, stk. 4': '§ 15, stk. 4' },
  ...{ '§ 16, stk. 5': '', '§ 16, stk. 6': '§ 15, stk. 5' },
};

function placesOf({ followed }: BillFollowing, wanted: Record<string, string>): Record<string, string> {
  const found = followed.filter(({ address }) => plain(address) in wanted);
  return Object.fromEntries(found.map(({ address, places }) => [plain(address), places.map((place) => plain(place.address)).join(' + ')]));
}

describe('L 89 as introduced, followed to L 89 B as adopted (the bill was split)', () => {
  it_(`finds the place of every change point, section and stk. of the commencement, and invents none${note}`, async () => {
    const following = follow(await bill('2021_1_LSF_89'), await bill('2021_1_LSV_89_B'));
    expect(Object.keys(points)).toHaveLength(36);
    for (const labelled of [points, sections, commencement]) expect(placesOf(following, labelled)).toEqual(labelled);
    expect(billFollowing.parse(following)).toEqual(following);
  });

  it_(`tells the points that went out from those that only got another number${note}`, async () => {
    const { followed, added } = follow(await bill('2021_1_LSF_89'), await bill('2021_1_LSV_89_B'));
    const at = (address: string) => followed.find((node) => plain(node.address) === address);
    expect(at('§ 2, nr. 6')).toMatchObject({ fate: 'gone', reason: 'nothing-left', places: [] });
    expect(at('§ 1, nr. 1')).toMatchObject({ fate: 'gone', reason: 'parent-without-place' });
    expect(at('§ 2, nr. 15')).toMatchObject({ fate: 'moved', reason: 'renumbered' });
    expect(at('§ 3, nr. 6')).toMatchObject({ fate: 'moved', reason: 'parent-moved', certainty: 1 });
    expect(at('§ 16, stk. 5')?.explanation).toMatch(/^Udgået: /);
    expect(added.filter(({ address }) => address !== '')).toEqual([]);
  });

  it_(`of the bill as adopted to the act is the same in every provision${note}`, async () => {
    const { followed, added } = follow(await bill('2021_1_LSV_89_B'), await bill('LOV_nr_2616'));
    expect(followed.filter(({ address, fate }) => address !== '' && fate !== 'same')).toEqual([]);
    expect(added.filter(({ address }) => address !== '')).toEqual([]);
  });

  it_(`of the bill as introduced to the act gives the places it has in the bill as adopted${note}`, async () => {
    const following = follow(await bill('2021_1_LSF_89'), await bill('LOV_nr_2616'));
    expect(placesOf(following, points)).toEqual(points);
  });
});
