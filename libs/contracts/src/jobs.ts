import { z } from 'zod';
import { meetingNews, paperKinds } from './committee-shapes.js';

/** The queues, named for the stages people speak of. */
export const queues = ['intake', 'drafting', 'committee', 'approval', 'documents', 'delivery'] as const;

/** One of {@link queues}. */
export type QueueName = (typeof queues)[number];

const id = z.uuid();
const committee = z.string().regex(/^[\p{Ll}\d-]{1,60}$/u); // the key of a body
const deadline = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/); // as a hearing keeps it: a day, or a minute of it

/**
 * Every job: `name: [queue, payload, most tries]`. The payload is kept in the work row, never in the queue store; tries are counted in
 * PostgreSQL. The handlers' type is derived from this table: a job without a handler does not compile.
 */
const table = {
  // prettier-ignore
  'bill.read':         ['intake',    z.object({ hearingId: id }),                 5],
  // prettier-ignore
  'case.open':         ['drafting',  z.object({ hearingId: id }),                 5],
  // prettier-ignore
  'plan.renew':        ['drafting',  z.object({ cause: z.enum(['deadline', 'meeting', 'calendar', 'chain']), hearingId: id.optional(), committeeId: committee.optional() }), 8],
  // prettier-ignore
  'deadline.alarm':    ['drafting',  z.object({ caseId: id, deadline, alarm: z.enum(['near', 'passed']) }), 12],
  // prettier-ignore
  'committee.ask':     ['committee', z.object({ caseId: id, taskId: id }),        8],
  // prettier-ignore
  'committee.decided': ['committee', z.object({ decisionId: id }),                8],
  // prettier-ignore
  'reservation.queue': ['committee', z.object({ reservationId: id }),             8],
  // prettier-ignore
  'agenda.build':      ['committee', z.object({ meetingId: id }),                 8],
  // prettier-ignore
  'agenda.remind':     ['committee', z.object({ meetingId: id, about: z.enum(meetingNews) }), 8],
  // prettier-ignore
  'agenda.render':     ['documents', z.object({ meetingId: id, kind: z.enum(paperKinds) }), 5],
  // prettier-ignore
  'minutes.close':     ['committee', z.object({ minutesId: id }),                 8],
  // prettier-ignore
  'procedure.ask':     ['committee', z.object({ procedureId: id }),               8],
  // prettier-ignore
  'procedure.close':   ['committee', z.object({ procedureId: id }),               8],
  // prettier-ignore
  'approval.ask':      ['approval',  z.object({ caseId: id, taskId: id }),        8],
  // prettier-ignore
  'approval.remind':   ['approval',  z.object({ caseId: id, taskId: id }),        8],
  // prettier-ignore
  'approval.escalate': ['approval',  z.object({ caseId: id, taskId: id }),        8],
  // prettier-ignore
  'digest.send':       ['approval',  z.object({ personId: id, day: z.iso.date() }), 12],
  // prettier-ignore
  'letter.render':     ['documents', z.object({ caseId: id, approvalId: id }),    5],
  // prettier-ignore
  'letter.sign':       ['documents', z.object({ caseId: id, letterId: id }),     24],
  // prettier-ignore
  'letter.send':       ['delivery',  z.object({ caseId: id, dispatchId: id }),   24],
  // prettier-ignore
  'notice.send':       ['delivery',  z.object({ noticeId: id }),                 12],
  // prettier-ignore
  'account.link':      ['delivery',  z.object({ linkId: id }),                   12],
  // prettier-ignore
  'audit.anchor':      ['delivery',  z.object({}),                               24],
  // prettier-ignore
  'data.retain':       ['delivery',  z.object({ day: z.iso.date() }),            12],
  // prettier-ignore
  'receipt.match':     ['delivery',  z.object({ incomingMailId: id }),           24], // waits for a sending that a death interrupted
} as const satisfies Record<string, readonly [QueueName, z.ZodType, number]>;

/** The name of a job. */
export type JobName = keyof typeof table;

/** What the work row of a job carries. */
export type JobPayload<J extends JobName> = z.infer<(typeof table)[J][1]>;

/** Every job name, in the order of the table. */
export const jobNames = Object.keys(table) as JobName[];

/** The queue, the shape of the payload and the most tries of a job. */
export function jobRule(name: JobName): { queue: QueueName; payload: z.ZodType; mostTries: number } {
  const [queue, payload, mostTries] = table[name];
  return { queue, payload, mostTries };
}

/** Whether a string read from the database is the name of a job that this version knows. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(table, name);
}
