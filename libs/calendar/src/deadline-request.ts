import { formatDate, formatDeadline, type Deadline } from './deadline.js';
import { type LocalDate } from './local-date.js';

/** What a request for a later deadline is made of. */
export interface DeadlineRequestFacts {
  readonly ministryName: string;
  /** The number to quote, when the hearing letter gives one. */
  readonly ministryCaseNumber?: string | null | undefined;
  /** The bill's title. */
  readonly title: string;
  readonly deadline: Pick<Deadline, 'date' | 'time'>;
  /** The day by which an answer can be given. */
  readonly wished: LocalDate;
  /** What stands in the way, as sentences; of the case alone, never of its draft. */
  readonly why: readonly string[];
  /** The norms that the deadline does not keep (`brokenNorms`). */
  readonly norms: readonly string[];
}

/** A request to a ministry for a later deadline, drafted in Danish for a person to read, change and send. */
export function draftDeadlineRequest(facts: DeadlineRequestFacts): { subject: string; text: string } {
  const number = facts.ministryCaseNumber ? `, sagsnr. ${facts.ministryCaseNumber}` : '';
  const paragraphs = [
    `Til ${facts.ministryName}`,
    `Vi har modtaget høringen over ${facts.title}${number}, med frist ${formatDeadline(facts.deadline)}.`,
    `Vi anmoder om, at fristen forlænges til ${formatDate(facts.wished)}.`,
    facts.why.join(' '),
    ...facts.norms,
    'Kan fristen ikke forlænges, beder vi om at få det oplyst snarest, så et svar kan afgives med forbehold.',
    'Med venlig hilsen',
  ];
  return { subject: `Anmodning om længere høringsfrist${number}`, text: paragraphs.filter((each) => each !== '').join('\n\n') };
}
