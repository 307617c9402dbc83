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

/** What the words alone say a line is; used for pages without the known classes. */
export function roleByWords(text: string): [role: LineRole, designation?: Designation] {
  const found = rolesByWords.find(([, designation]) => designationAt(text, designation) !== undefined);
  if (found) return found;
  if (/^(?:Stk|Nr|Litra|Kapitel|§+)\.?\s.{1,80}\sbliver herefter\s/.test(text)) return ['renumbering'];
  if (/^Bemærkninger til lovforslaget$/i.test(text)) return ['remarks'];
  if (
    /^(?:Almindelige bemærkninger|Bemærkninger til lovforslagets enkelte bestemmelser|(?:Til|Ad) (?:§+|nr\.|stk\.|litra) ?[^.]{1,40})$/i.test(
      text,
    )
  )
    return ['remark-heading'];
  if (/^Bilag(?: \d+)?$/.test(text)) return ['annex'];
  if (/indeholder følgende (?:ikrafttrædelses|overgangs)[\wæøå -]{0,60}bestemmelser?\s?:$/.test(text)) return ['act-commencement'];
  if (/^Givet (?:på|den)\b/.test(text) && text.length < longestHeading) return ['signature'];
  return ['text'];
}
