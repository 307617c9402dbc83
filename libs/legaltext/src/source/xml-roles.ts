import { type LineRole } from '../line.js';
import { roleByWords } from '../role-by-words.js';

/** What the label element (`Explicatus`) of each LexDania 2.1 element designates. */
const rolesByParent = new Map<string, LineRole>([
  ['Paragraf', 'section'],
  ['AendringCentreretParagraf', 'centred-section'],
  ['IkraftCentreretParagraf', 'centred-section'],
  ['CentreretParagraf', 'centred-section'],
  ['Stk', 'stk'],
  ['Indentatio', 'item'],
  ['AendringsNummer', 'point'],
  ['Kapitel', 'chapter'],
  ['Afsnit', 'part'],
  ['Bog', 'part'],
  ['Nota', 'footnote'],
  ['Bilag', 'annex'],
]);

/** What an element makes of the text without label below it; the innermost one decides. */
const rolesByAncestor = new Map<string, LineRole>([
  ['Titel', 'title'],
  ['UnderTitel', 'subtitle'],
  ['Hymne', 'preamble'],
  ['Indledning', 'preamble'],
  ['Rykningsklausul', 'renumbering'],
  ['UnderskriftGruppe', 'signature'],
  ['Segl', 'signature'],
  ['Nota', 'footnote'],
  ['Ikraft', 'act-commencement'],
  ['Bilag', 'annex-heading'],
  ['entry', 'cell'],
  ['td', 'cell'],
  ['Rubrica', 'heading'],
  ...[...rolesByParent.keys()].filter((name) => !['Nota', 'Bilag'].includes(name)).map((name): [string, LineRole] => [name, 'text']),
]);

/** What a label designates, by the element it labels. */
export function roleOfLabel(parent: string): LineRole {
  return rolesByParent.get(parent) ?? 'text';
}

/** What a text without label is, by the elements around it (outermost first). */
export function roleOfText(path: readonly string[], text: string): LineRole {
  const inner = path.findLastIndex((name) => rolesByAncestor.has(name));
  if (inner < 0) return roleByWords(text)[0] === 'remarks' ? 'remarks' : 'text';
  const role = rolesByAncestor.get(path[inner] ?? '') ?? 'text';
  if (path[inner] !== 'Rubrica') return role;
  const owner = path[inner - 1];
  return owner === 'Kapitel' ? 'chapter-heading' : owner === 'Afsnit' || owner === 'Bog' ? 'part-heading' : 'heading';
}
