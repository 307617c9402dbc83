import { type BillRemark } from '@genmaele/contracts';
import { type Line } from '../line.js';
import { remarkNaming, roleByWords } from '../role-by-words.js';
import { canonicalAddress } from '../tree/addresses.js';

type Draft = Omit<BillRemark, 'id' | 'provisionIds'> & { cell?: Line['cell'] };

/** Ids by canonical address. */
export type IdsByAddress = ReadonlyMap<string, string>;

const sectionHeading = /^(\d+(?:\.\d+)*)\.?\s+(?=\p{Lu})/u;
const summaryTable = /^(\d+)\.\s+Sammenfattende skema$/;
const longestHeading = 200;

/** The numbers a heading names: "Til nr. 10 og 11" gives 10 and 11, "Til nr. 2-4" gives 2, 3 and 4, "Til § 13 a" gives "13 a". */
export function numbersNamed(list: string): string[] {
  return list.split(/\s*,\s*|\s+og\s+/).flatMap((item) => {
    const range = /^(\d+)\s*[-–]\s*(\d+)$/.exec(item.trim());
    if (!range) return [item.trim()];
    const [from, to] = [Number(range[1]), Number(range[2])];
    return to >= from && to - from < 100 ? Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) : [item.trim()];
  });
}

/** What a heading turns to: the address it names, and the addresses of all it explains. */
interface Turn {
  address: string;
  all: string[];
}

/** Follows the headings of the remarks to what they explain. */
class Explained {
  specific = false;
  private sections: string[] = [];
  /** The stk. whose items the next headings may name. */
  private stks: string[] = [];

  constructor(private readonly ids: IdsByAddress) {}

  /** The addresses a heading turns to; nothing when it names none of the bill ("Ad § 13 a", a § of the law, stays with its point). */
  turnTo(heading: string): Turn | undefined {
    const found = remarkNaming.exec(heading);
    if (!found) return undefined;
    const [, word = '', sign = '', list = '', innerSign, innerList] = found;
    if (word.toLowerCase() === 'ad' && (!this.specific || sign.startsWith('§') || !this.knows(this.within(sign, list).all)))
      return undefined;
    this.specific = true;
    const outer = sign.startsWith('§') ? this.toSections(sign, list) : this.within(sign, list);
    // "Til stk. 2" below a change point is a stk. of the law: it stays with the point.
    if (/^(?:stk\.|litra)$/i.test(sign) && this.sections.length > 0 && !this.knows(outer.all)) return undefined;
    if (sign === 'stk.') this.stks = outer.all;
    if (innerSign === undefined || innerList === undefined) return outer;
    return this.within(innerSign, innerList);
  }

  private toSections(sign: string, list: string): Turn {
    this.sections = numbersNamed(list).map((number) => `§ ${number}`);
    this.stks = [];
    return { address: `${sign} ${list}`, all: this.sections };
  }

  /** Below a § stands its stk. or nr.; a nr. or litra may also stand below the stk. that was turned to last. Without a § the bill has but one. */
  private within(sign: string, list: string): Turn {
    const owners = this.sections.length > 0 ? this.sections : ['§ 1'];
    const places = sign === 'stk.' ? [owners] : [this.stks, owners];
    const turns = places.filter((place) => place.length > 0).map((place) => turnBelow(place, sign, list));
    return turns.find(({ all }) => this.knows(all)) ?? turnBelow(owners, sign, list);
  }

  private knows(addresses: readonly string[]): boolean {
    return addresses.some((address) => this.ids.has(canonicalAddress(address)));
  }
}

function turnBelow(owners: readonly string[], sign: string, list: string): Turn {
  const all = owners.flatMap((owner) => numbersNamed(list).map((number) => `${owner}, ${sign} ${number}`));
  return { address: `${owners[0] ?? ''}, ${sign} ${list}`, all };
}

function isHeading(line: Line, lastNumber: string | undefined): boolean {
  if (line.role === 'remarks' || line.role === 'remark-heading') return true;
  if (line.text.length > longestHeading) return false;
  if (line.cell) return Number(summaryTable.exec(line.text)?.[1]) === Number(lastNumber?.split('.')[0]) + 1;
  return ['chapter-heading', 'heading'].includes(line.role) || roleByWords(line.text)[0] === 'remark-heading';
}

const wordsOf = (line: Line): string => (line.label === '' ? line.text : `${line.label} ${line.text}`);

function append(draft: Draft, line: Line): void {
  const sameRow = draft.cell && line.cell && draft.cell.table === line.cell.table && draft.cell.row === line.cell.row;
  const sameCell = sameRow && draft.cell?.column === line.cell?.column;
  draft.text += `${draft.text === '' ? '' : sameRow && !sameCell ? '\t' : '\n'}${wordsOf(line)}`;
  if (line.cell) draft.cell = line.cell;
  else delete draft.cell;
}

/** Parts the remarks at their headings. */
function draftsOf(lines: readonly Line[], ids: IdsByAddress): { draft: Draft; explains: string[] }[] {
  const drafts: { draft: Draft; explains: string[] }[] = [];
  const explained = new Explained(ids);
  for (const line of lines) {
    const last = drafts.at(-1);
    if (last && !isHeading(line, last.draft.number)) {
      append(last.draft, line);
      continue;
    }
    const heading = wordsOf(line);
    const turn = explained.turnTo(heading);
    const number = explained.specific ? undefined : sectionHeading.exec(heading)?.[1];
    const explains = turn?.all ?? (explained.specific ? (last?.explains ?? []) : []);
    const address = turn?.address ?? (explained.specific ? last?.draft.address : undefined);
    const draft: Draft = { kind: explained.specific ? 'specific' : 'general', heading, text: '', offset: line.offset };
    if (number !== undefined) draft.number = number;
    if (address !== undefined) draft.address = canonicalAddress(address);
    drafts.push({ draft, explains });
  }
  return drafts;
}

function idOf(draft: Draft, nth: number): string {
  return `bem-${draft.number?.replaceAll('.', '-') ?? `${draft.kind === 'general' ? 'almindelig' : 'til'}-${nth}`}`;
}

/**
 * The remarks, parted at their headings: general ones with their section number, specific ones tied to the provisions they explain. A remark
 * to a § whose only change point has no heading of its own explains that point too.
 */
export function readRemarks(lines: readonly Line[], ids: IdsByAddress): BillRemark[] {
  const seen = new Set<string>();
  const parted = draftsOf(lines, ids);
  const explained = new Set(parted.flatMap(({ explains }) => explains.map((address) => canonicalAddress(address))));
  return parted.map(({ draft: { cell: _cell, ...draft }, explains }, i) => {
    const wanted = idOf(draft, i + 1);
    const id = seen.has(wanted) ? `${wanted}-${i + 1}` : wanted;
    seen.add(id);
    const named = explains.map((address) => canonicalAddress(address));
    const only = named
      .map((address) => canonicalAddress(`${address}, nr. 1`))
      .filter((first) => !explained.has(first) && isOnlyPoint(first, ids));
    const provisionIds = [...named, ...only].flatMap((address) => ids.get(address) ?? []);
    return { ...draft, id, provisionIds };
  });
}

function isOnlyPoint(address: string, ids: IdsByAddress): boolean {
  return ids.has(address) && !ids.has(address.replace(/1$/, '2'));
}
