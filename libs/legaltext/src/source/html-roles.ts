import { type Designation, splitDesignation } from '../designation.js';
import { type Line, type LineRole } from '../line.js';
import { type HtmlBlock } from './html-block.js';
import { roleByWords } from '../role-by-words.js';

/**
 * The classes of Retsinformation's and ft.dk's pages (they come from one stylesheet) and what each says of its block.
 * The third column is the designation to part off; a class that promises one which is not there is plain text.
 */
const rolesByClass = new Map<string, [role: LineRole, designation?: Designation]>([
  ['DokumentHoved', ['document-head']],
  ['TitelPrefiks1', ['preamble']],
  ['TitelPrefiks2', ['preamble']],
  ['Titel', ['title']],
  ['Titel2', ['title']],
  ['UnderTitel', ['subtitle']],
  ['UnderTitel2', ['subtitle']],
  ['Hymne2', ['preamble']],
  ['Indledning2', ['preamble']],
  ['Fremsaetter', ['document-head']],
  ['CentreretParagraf', ['centred-section', 'centred']],
  ['IkraftCentreretParagraf', ['centred-section', 'centred']],
  ['Paragraf', ['section', 'section']],
  ['Stk2', ['stk', 'stk']],
  ['Liste1', ['item', 'item']],
  ['Liste2', ['item', 'item']],
  ['Liste3', ['item', 'item']],
  ['AendringMedNummer', ['point', 'point']],
  ['Rykningsklausul', ['renumbering']],
  ['Afsnit', ['part', 'part']],
  ['AfsnitOverskrift', ['part-heading']],
  ['Kapitel', ['chapter', 'chapter']],
  ['KapitelOverskrift', ['chapter-heading']],
  ['KapitelOverskrift2', ['chapter-heading']],
  ['ParagrafGruppeOverskrift', ['heading']],
  ['Givet', ['signature']],
  ['Segl', ['signature']],
  ['Sign1', ['signature']],
  ['Sign2', ['signature']],
  ['Fodnote', ['footnote', 'footnote']],
  ['Bemaerkninger', ['remarks']],
  ['Overskriftsnummer1', ['remark-heading']],
  ['Overskriftsnummer2', ['remark-heading']],
  ['Overskriftsnummer3', ['remark-heading']],
  ['Overskriftstekst1', ['remark-heading']],
  ['Overskriftstekst2', ['remark-heading']],
  ['Overskriftstekst3', ['remark-heading']],
  ['Bilag', ['annex']],
  ['BilagTekst', ['annex-heading']],
  ['bjelke', ['other']],
]);

/** Classes that say how a text looks, not what it is. */
const plainClasses = new Set(['NormalInd', 'TekstGenerel', 'TabelTekst', 'TabelTekst2', 'SmallTabelTekst']);

/** What the words of a block of plain looks may still make of it. */
const rolesOfPlainText = new Set<LineRole>(['renumbering', 'act-commencement', 'remarks', 'remark-heading']);

function roleOf(block: HtmlBlock): [role: LineRole, designation?: Designation] {
  const names = block.className.split(/\s+/);
  const known = names.map((name) => rolesByClass.get(name)).find((entry) => entry !== undefined);
  if (known) return known;
  if (block.cell) return ['cell'];
  const byWords = roleByWords(block.text);
  const isPlain = names.some((name) => plainClasses.has(name));
  return isPlain && !rolesOfPlainText.has(byWords[0]) ? ['text'] : byWords;
}

/** A block of a page as a line: its role from the class, or from the words where the page has no classes of the known kind. */
export function lineFromHtml(block: HtmlBlock): Line {
  const [role, designation] = roleOf(block);
  const parts = designation ? splitDesignation(block.text, designation) : { label: '', text: block.text };
  const isBroken = designation !== undefined && parts.label === '';
  return {
    role: isBroken ? (roleByWords(block.text)[0] === 'renumbering' ? 'renumbering' : 'text') : role,
    ...parts,
    offset: block.offset,
    level: Number(/^Liste(\d)/.exec(block.className)?.[1] ?? 0),
    quoted: false,
    noteMarks: block.noteMarks,
    notes: [],
    ...(block.cell ? { cell: block.cell } : {}),
  };
}
