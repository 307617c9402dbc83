import { type LetterBlock, type Letterhead, type LetterRun, type LetterSender, type LetterSignatory, stances } from '@genmaele/contracts';
import type { DraftContent } from '@genmaele/contracts';
import { fieldDate } from './danish-date.js';

/** Says that a letter binds nobody: it is signed with a test key, or it is a draft. */
export type Mark = 'test' | 'draft' | undefined;

const notes = { test: 'Prøveunderskrift – ikke juridisk bindende', draft: 'Udkast – ikke godkendt og ikke underskrevet' } as const;

/** What every letter knows of itself. */
export interface Identity {
  sender: LetterSender;
  date: string;
  caseId: string;
  documentId: string;
  contact: { email: string; direct?: string };
}

/** The association's letterhead: the fields of the case, then the address. */
export function letterheadOf({ sender, date, caseId, documentId, contact }: Identity): Letterhead {
  const direct: [string, string][] = contact.direct === undefined ? [] : [['Direkte', contact.direct]];
  return {
    name: sender.name,
    fields: [['Dato', fieldDate(date)], ['Sags ID', caseId], ['Dok. ID', documentId], ['E-mail', contact.email], ...direct],
    lines: [sender.fullName, ...sender.address, `Tlf. ${sender.phone}`, sender.email, sender.web],
  };
}

/** A text as blocks: blank lines part paragraphs; lines that begin with a dash are a list. */
export function textBlocks(text: string): LetterBlock[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): LetterBlock => {
      const lines = part.split('\n').map((line) => line.trim());
      const dashed = lines.every((line) => /^[-–•] \S/.test(line));
      return dashed ? { kind: 'list', ordered: false, items: lines.map((line) => [{ text: line.slice(2) }]) } : paragraph(part);
    });
}

/** A paragraph of plain text. */
export function paragraph(text: string): LetterBlock {
  return { kind: 'paragraph', runs: [{ text }] };
}

/** The main points that a letter opens with. */
export function leadBlocks(lead: readonly string[], opening: string): LetterBlock[] {
  if (lead.length === 0) return [];
  return [paragraph(opening), { kind: 'list', ordered: false, items: lead.map((text) => [{ text }]) }];
}

/** Sections under their headings. */
export function sectionBlocks(sections: DraftContent['sections']): LetterBlock[] {
  return sections.flatMap(({ heading, paragraphs }): LetterBlock[] => [
    { kind: 'heading', level: 2, text: heading },
    ...paragraphs.flatMap(textBlocks),
  ]);
}

/** The numbered points under a heading of their own, each saying whose stance it is and to which of the bill's provisions. */
export function pointBlocks(points: DraftContent['points'], heading: string, sender: string): LetterBlock[] {
  if (points.length === 0) return [];
  const blocks = points.map(({ number, stance, provisions, text }): LetterBlock => {
    const addresses = provisions.map((address, i) => (i === 0 ? `Lovforslagets ${address}` : address));
    return { kind: 'point', number, stance: `${sender} ${stances[stance]}`, provisions: addresses, paragraphs: paragraphsOf(text) };
  });
  return [{ kind: 'heading', level: 2, text: heading }, ...blocks];
}

function paragraphsOf(text: string): LetterRun[][] {
  const parts = text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return parts.map((part) => [{ text: part.trim() }]);
}

/** The greeting and the places to sign. A test signature, and a draft, are said plainly. */
export function closingBlocks(signatories: readonly LetterSignatory[], mark: Mark): LetterBlock[] {
  const note = mark ? { note: notes[mark] } : {};
  const signatures = signatories.map(({ field, name, function: role }): LetterBlock => ({
    kind: 'signature',
    field,
    name,
    function: role,
    ...note,
  }));
  return [paragraph('Med venlig hilsen'), ...signatures];
}

/** What is sent along. */
export function enclosureBlocks(enclosures: readonly string[]): LetterBlock[] {
  return enclosures.length === 0 ? [] : [{ kind: 'enclosures', title: 'Bilag', items: [...enclosures] }];
}
