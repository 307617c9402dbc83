import { formatDate, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { reservationKinds } from '@genmaele/contracts';
import { type ReservationLine } from './reservation-desk.js';

/** What an open reservation means for the plan: what lifts it, when, and whether that is after the answer must leave. */
export interface ReservationRisk {
  readonly id: string;
  readonly text: string;
  /** The day on which it can be lifted at the earliest; undefined when no day is known. */
  readonly on: LocalDate | undefined;
  /** Whether the answer leaves, or has left, while the reservation still stands. */
  readonly leavesOpen: boolean;
}

/** The days of the plan that a reservation is measured against. */
export interface RiskDays {
  /** The last day on which the answer can leave. */
  readonly lastDay: string;
  /** The day from which the ministry may close its memorandum of the hearing. */
  readonly memoDay: string;
  /** The next meeting of the case's committee. */
  readonly nextMeeting?: string | undefined;
  /** Whether the answer has left. */
  readonly sent: boolean;
}

type Reserved = Pick<ReservationLine, 'id' | 'kind' | 'liftedBy' | 'meetingDate' | 'decisionText' | 'reviewOn'>;

/** The mark on the plan of an open reservation. Days are dates such as `2026-12-18`. Pure. */
export function reservationRisk(line: Reserved, { lastDay, memoDay, nextMeeting, sent }: RiskDays): ReservationRisk {
  const meeting = line.meetingDate ?? (line.liftedBy === 'meeting' ? nextMeeting : undefined);
  const day = line.liftedBy === 'meeting' ? meeting : (line.meetingDate ?? line.reviewOn);
  const on = day === undefined ? undefined : parseLocalDate(day);
  const leavesOpen = sent || on === undefined || on > parseLocalDate(lastDay);
  const lifted = [`Forbehold for ${reservationKinds[line.kind]}: ${liftedWords(line, meeting)}.`];
  if (sent) lifted.push('Svaret er sendt med forbeholdet.');
  else if (leavesOpen) lifted.push(`Svaret skal af sted senest ${dayWords(lastDay)}, så det sendes med forbeholdet.`);
  if (leavesOpen && (on === undefined || on >= parseLocalDate(memoDay)))
    lifted.push(`Ministeriet kan lukke høringsnotatet fra ${dayWords(memoDay)}, før en ændring er nået frem.`);
  return { id: line.id, text: lifted.join(' '), on, leavesOpen };
}

function liftedWords({ liftedBy, meetingDate, decisionText, reviewOn }: Reserved, meeting: string | undefined): string {
  if (meetingDate) return `ophæves på mødet ${dayWords(meetingDate)}, hvor det er på dagsordenen`;
  if (liftedBy === 'decision') return `ophæves af ${decisionText ?? 'en beslutning'}; ses efter ${dayWords(reviewOn)}`;
  if (meeting) return `ophæves på et møde, tidligst ${dayWords(meeting)}; det er ikke på dagsordenen endnu`;
  return `ophæves på et møde, men der er intet møde i kalenderen; ses efter ${dayWords(reviewOn)}`;
}

const dayWords = (day: string): string => formatDate(parseLocalDate(day));
