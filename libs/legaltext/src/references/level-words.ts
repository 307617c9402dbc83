import { type ReferenceLevel } from '@genmaele/contracts';

/** How the numbers of a level look. */
export type NumberForm = 'number' | 'letter' | 'roman-or-number' | 'mark' | 'ordinal';

interface LevelWords {
  /** What stands before the numbers in any text (a pattern, sticky), blanks included; ordinals stand before their word instead. */
  before: RegExp;
  /** The word as it is printed, with what parts it from the numbers. */
  printed: string;
  numbers: NumberForm;
  /** The levels that may follow after a comma within the same place. */
  below: ReferenceLevel[];
}

const none = /(?!)/y;

/** The words of each level, as written in any text and as printed. */
export const levelWords: Record<ReferenceLevel, LevelWords> = {
  part: { before: /afsnit ?/iy, printed: 'afsnit ', numbers: 'roman-or-number', below: [] },
  chapter: { before: /(?:kapitel|kapitlerne|kapitler|kap\.) ?/iy, printed: 'kapitel ', numbers: 'number', below: [] },
  section: { before: /(?:§ ?§?|paragraf(?:ferne)? )\s?/iy, printed: '§ ', numbers: 'number', below: ['stk', 'nr', 'litra', 'pkt', 'led'] },
  article: {
    before: /(?:artikel|artiklerne|artikler|art\.) ?/iy,
    printed: 'artikel ',
    numbers: 'number',
    below: ['stk', 'nr', 'litra', 'pkt', 'led'],
  },
  annex: { before: /bilag(?:ene)? ?/iy, printed: 'bilag ', numbers: 'mark', below: ['list', 'item', 'nr', 'litra'] },
  list: { before: /liste ?/iy, printed: 'liste ', numbers: 'mark', below: ['nr', 'litra'] },
  item: { before: /(?:punkt |pkt\. ?)/iy, printed: 'punkt ', numbers: 'number', below: ['nr', 'litra'] },
  stk: { before: /(?:stk\.? ?|stykke )/iy, printed: 'stk. ', numbers: 'number', below: ['nr', 'litra', 'pkt', 'led'] },
  nr: { before: /(?:nr\.? ?|nummer )/iy, printed: 'nr. ', numbers: 'number', below: ['litra', 'pkt', 'led'] },
  litra: { before: /(?:litra |lit\. ?)/iy, printed: 'litra ', numbers: 'letter', below: ['nr', 'pkt', 'led'] },
  pkt: { before: none, printed: ' pkt.', numbers: 'ordinal', below: ['nr', 'litra', 'led'] },
  led: { before: none, printed: ' led', numbers: 'ordinal', below: [] },
};

/** Levels that stand alone, so that what follows begins anew. */
export const rootLevels: ReadonlySet<ReferenceLevel> = new Set<ReferenceLevel>(['part', 'chapter', 'section', 'article', 'annex']);
