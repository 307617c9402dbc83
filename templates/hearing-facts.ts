import { type ResponseData } from '@genmaele/contracts';
import { danishDate } from './danish-date.js';

/** What a template that answers a hearing knows of it. */
export type HearingData = Pick<ResponseData, 'sender' | 'ministry' | 'ministryCaseNumber' | 'hearingTitle' | 'received'>;

/** The facts of a hearing as the standing sentences name them. */
export function hearingFacts(data: HearingData): Record<string, string> {
  return {
    afsender: data.sender.name,
    titel: data.hearingTitle,
    ministerium: data.ministry,
    sagsnummer: caseNumber(data),
    modtaget: onDay(data.received),
  };
}

/** Who treats a response, and when, as the standing sentences name it. */
export function treatmentFacts({ body, date }: { body: string; date?: string | undefined }): Record<string, string> {
  return { udvalg: body, behandlet: onDay(date) };
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
