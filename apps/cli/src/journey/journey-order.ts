import { addDays, localDateOf } from '@genmaele/calendar';
import { loadSamplePages, sampleFileNames, sampleHearingFacts } from '../sample-hearing.js';
import { type ApiSession, type FormFile, type Patience } from './api-session.js';
import { type JourneyStep } from './journey-record.js';
import { type JourneyMailbox } from './kept-mail.js';

/** Who acts on the journey. */
export const journeyParts = ['officer', 'secretary', 'chair', 'dispatcher'] as const;

/** One of {@link journeyParts}. */
export type JourneyPart = (typeof journeyParts)[number];

/** A person as the journey needs them: to sign in as, and to be named. */
export interface JourneyPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** What a journey is asked to do. */
export interface JourneyOrder {
  /** The api's address, without a slash at the end. */
  readonly api: string;
  readonly people: Readonly<Record<JourneyPart, JourneyPerson>>;
  /** The committee whose secretary and chair act. A case that points to another is given to this one. */
  readonly committeeId: string;
  readonly mailbox: JourneyMailbox;
  /** The hearing to hand in. */
  readonly hearing: JourneyHearing;
  /** Sessions already open, for whoever goes many journeys; left out: each person signs in. */
  readonly sessions?: JourneySessions;
  readonly onStep?: (step: JourneyStep) => void;
  readonly patience?: Partial<Patience>;
}

/** A session for each who acts. */
export type JourneySessions = Readonly<Record<JourneyPart, ApiSession>>;

/** A hearing as it is posted. */
export interface JourneyHearing {
  readonly fields: Readonly<Record<'ministry' | 'deadline' | 'replyTo' | 'caseNumber' | 'contact', string>>;
  readonly files: readonly FormFile[];
}

/** How the sample hearing is to differ. */
export interface HearingVariation {
  /** Another bill than the sample's. */
  readonly bill?: { readonly name: string; readonly bytes: Buffer };
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, Danish time. Left out: four weeks from today, at noon. */
  readonly deadline?: string | undefined;
  readonly caseNumber?: string;
  /** A mark that makes the bill's bytes its own, so that many journeys are many hearings. */
  readonly mark?: string;
}

/** The day four weeks from now at noon, as deadlines are written. */
export function usualDeadline(now: Date): string {
  return `${addDays(localDateOf(now), 28)}T12:00`;
}

/** The sample hearing as it is posted, dated today, with the variations asked for. */
export async function journeyHearing(variation: HearingVariation, now: Date): Promise<JourneyHearing> {
  const deadline = variation.deadline ?? usualDeadline(now);
  const sample = await loadSamplePages({ date: localDateOf(now), deadline });
  const bill = variation.bill ?? { name: sampleFileNames.bill, bytes: sample.bill };
  const page = 'text/html';
  return {
    fields: { ...sampleHearingFacts, deadline, caseNumber: variation.caseNumber ?? sampleHearingFacts.caseNumber },
    files: [
      {
        field: 'bill',
        name: bill.name,
        type: bill.name.endsWith('.xml') ? 'application/xml' : page,
        bytes: marked(bill.bytes, variation.mark),
      },
      { field: 'letter', name: sampleFileNames.letter, type: page, bytes: sample.letter },
      { field: 'documents', name: sampleFileNames.parties, type: page, bytes: sample.parties },
    ],
  };
}

/** The bill with a comment at its end: other bytes, the same text. */
export function marked(bill: Buffer, mark: string | undefined): Buffer {
  return mark === undefined ? bill : Buffer.concat([bill, Buffer.from(`\n<!-- ${mark.replaceAll('-', '_')} -->\n`)]);
}
