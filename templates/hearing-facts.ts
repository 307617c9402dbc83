import { type ResponseData } from '@genmaele/contracts';
import { danishDate } from './danish-date.js';

/** What a template that answers a hearing knows of it. */
export type HearingData = Pick<ResponseData, 'sender' | 'ministry' | 'ministryCaseNumber' | 'hearingTitle' | 'received'> &
  Partial<Pick<ResponseData, 'alsoTitles'>>;

/** The facts of a hearing as the standing sentences name them. */
export function hearingFacts(data: HearingData): Record<string, string> {
  return {
    afsender: data.sender.name,
    titel: listed([data.hearingTitle, ...(data.alsoTitles ?? [])], '”, ”', '” og ”'),
    ministerium: data.ministry,
    sagsnummer: caseNumber(data),
    modtaget: onDay(data.received),
  };
}

/** Who treats a response, and when, as the standing sentences name it. */
export function treatmentFacts({ body, date }: { body: string; date?: string | undefined }): Record<string, string> {
  return { udvalg: body, behandlet: onDay(date) };
}

/** The drafts that a letter answers, as its title names them. */
export function draftsAnswered({ hearingTitle, alsoTitles = [] }: Pick<HearingData, 'hearingTitle' | 'alsoTitles'>): string {
  return listed([hearingTitle, ...alsoTitles], '; ', ' og ');
}

function listed(titles: readonly string[], between: string, last: string): string {
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(between)}${last}${titles.at(-1)}`;
}

/** What the file says the letter is about: `Høringssvar til Boligministeriet (sagsnr. 2026-1)`. */
export function responseSubject(what: string, data: HearingData): string {
  return `${what} til ${data.ministry}${caseNumber(data)}`;
}

function caseNumber({ ministryCaseNumber }: HearingData): string {
  return ministryCaseNumber === undefined ? '' : ` (sagsnr. ${ministryCaseNumber})`;
}

function onDay(date: string | undefined): string {
  return date === undefined ? '' : ` den ${danishDate(date)}`;
}
