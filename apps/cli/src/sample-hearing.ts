import { readFile } from 'node:fs/promises';
import { formatDate, formatDeadline, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import { renderLetter } from '@genmaele/documents';
import MailComposer from 'nodemailer/lib/mail-composer';
import { sampleLetterDocument } from './sample-letter.js';

/** What the sample says of itself: the fields of `POST /hearings` but the deadline. The sender and the case are invented. */
export const sampleHearingFacts = {
  ministry: 'Social- og Boligministeriet',
  replyTo: 'hoering@boligministeriet.example',
  caseNumber: '2026-1234',
  contact: 'Eksempel Eksempelsen',
} as const;

/** The names the parts go by when they are posted or attached. */
export const sampleFileNames = {
  bill: 'lovforslag.html',
  billXml: 'lovforslag.xml',
  letter: 'hoeringsbrev.html',
  parties: 'hoeringsliste.html',
  letterPdf: 'hoeringsbrev.pdf',
  partiesPdf: 'hoeringsliste.pdf',
} as const;

/** When the sample is sent and when it is due: `YYYY-MM-DD`, and `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` in Danish time. */
export interface SampleTimes {
  date: string;
  deadline: string;
}

/** The parts of the sample as bytes, and the mail that carries bill, letter and list. */
export type SampleHearing = Record<keyof typeof sampleFileNames | 'mail', Buffer>;

/** Puts the day of the letter and the deadline, in words that do not break after a number, where the text says `{{dato}}` and `{{frist}}`. Pure. Throws NotADateError for what is no day. */
export function fillSample(text: string, { date, deadline }: SampleTimes): string {
  const unbroken = (words: string) => words.replace(/(\d\.|kl\.) (?=\p{Ll}{2}|\d)/gu, '$1\u00a0');
  return text
    .replaceAll('{{dato}}', unbroken(formatDate(parseLocalDate(date))))
    .replaceAll('{{frist}}', unbroken(formatDeadline(parseDeadline(deadline))));
}

/**
 * The sample hearing, dated and due as asked, its mail addressed `to` the association's mailbox. The folder lies beside the code, in the sources
 * and in the build. The same times give the same bytes in every part but the mail, whose boundaries are drawn by lot; its Message-ID is the same.
 */
export async function loadSampleHearing(times: SampleTimes, to: string): Promise<SampleHearing> {
  const pages = await loadSamplePages(times);
  const letterPdf = renderLetter(sampleLetterDocument(pages.letter.toString('utf8'), times.date)).bytes;
  const partiesPdf = renderLetter(sampleLetterDocument(pages.parties.toString('utf8'), times.date)).bytes;
  const mail = await hearingMail({ bill: pages.bill, letterPdf, partiesPdf }, times, to);
  return { ...pages, letterPdf, partiesPdf, mail };
}

/** The pages of the sample alone, dated and due as asked: bill (HTML and XML), letter and list of parties. Nothing is drawn. */
export async function loadSamplePages(times: SampleTimes): Promise<Pick<SampleHearing, 'bill' | 'billXml' | 'letter' | 'parties'>> {
  const [bill, billXml, letter, parties] = await Promise.all([
    readPart(sampleFileNames.bill),
    readPart(sampleFileNames.billXml),
    readPart(sampleFileNames.letter).then((text) => fillSample(text, times)),
    readPart(sampleFileNames.parties).then((text) => fillSample(text, times)),
  ]);
  return { bill: Buffer.from(bill), billXml: Buffer.from(billXml), letter: Buffer.from(letter), parties: Buffer.from(parties) };
}

function readPart(name: string): Promise<string> {
  return readFile(new URL(`../sample-hearing/${name}`, import.meta.url), 'utf8');
}

function hearingMail(parts: Pick<SampleHearing, 'bill' | 'letterPdf' | 'partiesPdf'>, times: SampleTimes, to: string): Promise<Buffer> {
  const { replyTo, ministry, caseNumber } = sampleHearingFacts;
  const key = `${caseNumber}-${times.date}-${times.deadline}`.replaceAll(':', '');
  const text = `EKSEMPEL – ikke en rigtig høring.

Til høringsparterne

Hermed sendes udkast til forslag til lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger i høring.

Svar bedes sendt til ${replyTo} senest {{frist}} med angivelse af sagsnr. ${caseNumber}. Høringsbrev og høringsliste er vedhæftet.

Med venlig hilsen
${ministry} (eksempel)
`;
  return compose({
    from: { name: `${ministry} (eksempel)`, address: replyTo },
    to,
    messageId: `<hoering-${key}@boligministeriet.example>`,
    date: new Date(`${times.date}T08:00:00Z`),
    subject: `Høring: Udkast til lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger (sagsnr. ${caseNumber})`,
    text: fillSample(text, times),
    attachments: [
      { filename: sampleFileNames.letterPdf, content: parts.letterPdf },
      { filename: sampleFileNames.bill, content: parts.bill, contentType: 'text/html; charset=utf-8' },
      { filename: sampleFileNames.partiesPdf, content: parts.partiesPdf },
    ],
  });
}

/** What a ministry's acknowledgement answers: our letter's mail by its Message-ID, and the ministry's own case number. */
export interface MinistryReply {
  to: string;
  from: string;
  /** The Message-ID of the mail that is answered, with its angle brackets. */
  messageId: string;
  caseNumber: string;
  /** Now, when left out. */
  date?: Date;
}

/** The ministry's acknowledgement as a whole mail (RFC 5322): in reply to our Message-ID, with the case number in subject and body. */
export function sampleMinistryReply({ to, from, messageId, caseNumber, date }: MinistryReply): Promise<Buffer> {
  return compose({
    from,
    to,
    ...(date ? { date } : {}),
    inReplyTo: messageId,
    references: messageId,
    subject: `SV: Høringssvar (sagsnr. ${caseNumber}) – kvittering for modtagelse`,
    text: `EKSEMPEL – ikke et rigtigt svar.

Tak for høringssvaret, som er modtaget og journaliseret på sagsnr. ${caseNumber}.

Med venlig hilsen
${sampleHearingFacts.ministry} (eksempel)
`,
  });
}

function compose(mail: ConstructorParameters<typeof MailComposer>[0]): Promise<Buffer> {
  return new MailComposer({ ...mail, newline: '\r\n' }).compile().build();
}
