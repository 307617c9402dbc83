import { type Designation, designationAt } from './designation.js';
import { type LineRole } from './line.js';

/** Where no class helps, the words do; the order decides between them. */
const rolesByWords: [role: LineRole, designation: Designation][] = [
  ['centred-section', 'centred'],
  ['section', 'section'],
  ['stk', 'stk'],
  ['item', 'item'],
  ['point', 'point'],
  ['chapter', 'chapter'],
  ['part', 'part'],
];

const longestHeading = 160;

/** "5", "13 a", "10 og 11", "3-5", "1, 2 og 4": the numbers of a heading. */
const numbers = '(?:\\d+(?:\\s?[a-zæøå](?![a-zæøå]))?|[a-zæøå](?![a-zæøå]))';
const numberList = `${numbers}(?:(?:\\s*[-–,]\\s*|\\s+og\\s+)${numbers})*`;

/**
 * The heading of a specific remark: "Til § 1", "Til nr. 3-5", "Til § 1, nr. 5", "Til nr. 4 (§ 37 b, stk. 2)". Groups: word, sign, numbers, inner
 * sign, inner numbers.
 */
export const remarkNaming = new RegExp(
  `^(Til|Ad)\\s+(?:lovforslagets\\s+)?(§+|nr\\.|stk\\.|litra)\\s*(${numberList})(?:,\\s*(nr\\.|stk\\.)\\s*(${numberList}))?(?:\\s*\\([^()]{1,80}\\))?\\s?[.:]?$`,
  'i',
);

/** What the words alone say a line is; used for pages without the known classes. */
export function roleByWords(text: string): [role: LineRole, designation?: Designation] {
  const found = rolesByWords.find(([, designation]) => designationAt(text, designation) !== undefined);
  if (found) return found;
  if (/^(?:Stk|Nr|Litra|Kapitel|§+)\.?\s.{1,80}\sbliver herefter\s/.test(text)) return ['renumbering'];
  if (/^Bemærkninger til lovforslaget$/i.test(text)) return ['remarks'];
  if (remarkNaming.test(text)) return ['remark-heading'];
  if (/^(?:Almindelige bemærkninger|Bemærkninger til (?:lovforslagets )?(?:de )?enkelte bestemmelser)$/i.test(text))
    return ['remark-heading'];
  if (/^Bilag(?: \d+)?$/.test(text)) return ['annex'];
  if (/indeholder følgende (?:ikrafttrædelses|overgangs)[\wæøå -]{0,60}bestemmelser?\s?:$/.test(text)) return ['act-commencement'];
  if (/^Givet (?:på|den)\b/.test(text) && text.length < longestHeading) return ['signature'];
  return ['text'];
}
