import {
  type DraftContent,
  type LetterBlock,
  type LetterDocument,
  type Letterhead,
  type LetterSender,
  type LetterSignatory,
  type LetterWording,
  stances,
} from '@genmaele/contracts';
import { fieldDate } from './danish-date.js';
import { runsOf, textBlocks, textParagraphs } from './text-blocks.js';
import { type LetterHouse, said } from './wording.js';

/** Says that a letter binds nobody: it is signed with a test key, or it is a draft. */
export type Mark = 'test' | 'draft' | undefined;

const notes = { test: 'Prøveunderskrift – ikke juridisk bindende', draft: 'Udkast – ikke godkendt og ikke underskrevet' } as const;

/** What every letter knows of itself. */
export interface Identity {
  sender: LetterSender;
  date: string;
  createdAt: string;
  caseId: string;
  documentId: string;
  contact: { email: string; direct?: string };
}

/** The association's letterhead: the fields of the case, then the address. */
function letterheadOf({ sender, date, caseId, documentId, contact }: Identity, logo: LetterHouse['logo']): Letterhead {
  const direct: [string, string][] = contact.direct === undefined ? [] : [['Direkte', contact.direct]];
  return {
    name: sender.name,
    ...(logo ? { logo } : {}),
    fields: [['Dato', fieldDate(date)], ['Sags ID', caseId], ['Dok. ID', documentId], ['E-mail', contact.email], ...direct],
    lines: [sender.fullName, ...sender.address, `Tlf. ${sender.phone}`, sender.email, sender.web],
  };
}

/** What every letter has around its words: language, author, day, letterhead. */
export function letterFrame(
  data: Identity,
  { logo }: LetterHouse,
): Pick<LetterDocument, 'language' | 'author' | 'createdAt' | 'letterhead'> {
  return { language: 'da-DK', author: data.sender.fullName, createdAt: data.createdAt, letterhead: letterheadOf(data, logo) };
}

/** {@link letterFrame} of a letter to a ministry. */
export function responseFrame(data: Identity & { ministry: string; ministryAddress: string[] }, house: LetterHouse) {
  return { ...letterFrame(data, house), recipient: [data.ministry, ...data.ministryAddress] };
}

/** `boligminister` as a line begins with it. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A paragraph of plain text. */
export function paragraph(text: string): LetterBlock {
  return { kind: 'paragraph', runs: [{ text }] };
}

/** The main points that a letter opens with. */
export function leadBlocks(lead: readonly string[], opening: string): LetterBlock[] {
  if (lead.length === 0) return [];
  return [paragraph(opening), { kind: 'list', ordered: false, items: lead.map(runsOf) }];
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
    return { kind: 'point', number, stance: `${sender} ${stances[stance]}`, provisions: addresses, paragraphs: textParagraphs(text) };
  });
  return [{ kind: 'heading', level: 2, text: heading }, ...blocks];
}

/** What a letter has to say: main points, sections, numbered points. */
export function matterBlocks(
  data: Pick<DraftContent, 'lead' | 'sections' | 'points'> & { sender: LetterSender },
  wording: LetterWording,
): LetterBlock[] {
  const { name } = data.sender;
  return [
    ...leadBlocks(data.lead, said(wording.leadOpening, { afsender: name })),
    ...sectionBlocks(data.sections),
    ...pointBlocks(data.points, wording.pointsHeading, name),
  ];
}

/** {@link matterBlocks}, and where there is nothing to say, that there is nothing. */
export function responseBody(data: Parameters<typeof matterBlocks>[0], wording: LetterWording): LetterBlock[] {
  const blocks = matterBlocks(data, wording);
  return blocks.length > 0 ? blocks : [paragraph(said(wording.noRemarks, { afsender: data.sender.name }))];
}

/** The box of reservations; none when there is none. */
export function reservationBlocks(wording: LetterWording, texts: readonly string[]): LetterBlock[] {
  if (texts.length === 0) return [];
  return [{ kind: 'reservation', title: wording.reservationHeading, paragraphs: texts.map((text) => [{ text }]) }];
}

/** The greeting and the places to sign. A test signature, and a draft, are said plainly. */
export function closingBlocks(signatories: readonly LetterSignatory[], mark: Mark, wording: LetterWording): LetterBlock[] {
  const note = mark ? { note: notes[mark] } : {};
  const signatures = signatories.map(({ field, name, function: role }): LetterBlock => ({
    kind: 'signature',
    field,
    name,
    function: role,
    ...note,
  }));
  return [paragraph(wording.closing), ...signatures];
}

/** What is sent along. */
export function enclosureBlocks(enclosures: readonly string[], wording: LetterWording): LetterBlock[] {
  return enclosures.length === 0 ? [] : [{ kind: 'enclosures', title: wording.enclosuresHeading, items: [...enclosures] }];
}
