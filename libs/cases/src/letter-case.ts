import { inheritConfidence } from './confide-case.js';
import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { type Deadline, localDateOf, parseDeadline } from '@genmaele/calendar';
import { AppError, type CaseEventKind, type CaseKind, type EventRecipient, type MinisterialLetterBody } from '@genmaele/contracts';
import { ministryMeant } from '@genmaele/intake';
import { rowsOf, type Tx } from '@genmaele/platform';
import { firstState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { type By } from './by.js';
import { routeCase } from './case-route.js';
import { nextNumber } from './open-case.js';
import { promiseDeadlineAlarms } from './plan-alarms.js';
import { planCase } from './plan-case.js';

/** A case that no hearing opens by itself. */
export interface NewEventCase {
  readonly kind: Exclude<CaseKind, 'response'>;
  readonly title: string;
  readonly event: { kind: CaseEventKind; title: string; date: string; deadline: string };
  readonly ministry: { id: string; name: string };
  readonly recipients: readonly EventRecipient[];
  readonly replyTo: string | null;
  readonly officeName: string | null;
  readonly committeeId: string | null;
  readonly hearingId: string | null;
  readonly supplementsId: string | null;
  readonly confidential: boolean;
}

/** Writes a case with the event that set it off, planned backwards from the day wished for. Returns its id. Errors: `hearing.deadline-unreadable`. */
export async function insertEventCase(tx: Tx, given: NewEventCase, now: Date): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock(4711003)');
  const deadline = wished(given.event.deadline);
  const plan = await planCase(tx, given.event.deadline, given.committeeId, now, { kind: given.kind, officeName: given.officeName });
  const id = randomUUID();
  await tx.query(
    `INSERT INTO response_case (id, number, kind, hearing_id, supplements_id, title, state, version, office_name, committee_id, plan, opened_at, changed_at,
                                confidential)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, $11, $12)`,
    [
      id,
      await nextNumber(tx, localDateOf(now).slice(0, 4)),
      given.kind,
      given.hearingId,
      given.supplementsId,
      given.title,
      firstState,
      given.officeName,
      given.committeeId,
      JSON.stringify(plan),
      now,
      given.confidential,
    ],
  );
  await inheritConfidence(tx, id, now);
  await tx.query(
    `INSERT INTO case_event (case_id, kind, title, date, ministry_id, ministry_name, recipients, reply_to, deadline, deadline_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      given.event.kind,
      given.event.title,
      given.event.date,
      given.ministry.id,
      given.ministry.name,
      JSON.stringify(given.recipients),
      given.replyTo,
      given.event.deadline,
      deadline.instant,
    ],
  );
  await promiseDeadlineAlarms(tx, id, given.event.deadline, now);
  return id;
}

/**
 * Opens a case for a ministerial letter: an event sets it off, no hearing, and the plan counts back from the day wished for. Office and committee are
 * proposed by the title's words. Errors: `hearing.ministry-unknown`, `hearing.deadline-unreadable`.
 */
export async function openLetterCase(tx: Tx, body: MinisterialLetterBody, by: By): Promise<{ caseId: string }> {
  const ministry = await ministryMeant(tx, body.ministry);
  const { officeName, committeeId } = await routeCase(tx, [body.title], null, by.now);
  const caseId = await insertEventCase(
    tx,
    {
      kind: 'ministerial-letter',
      title: body.title,
      event: { kind: body.event, title: body.title, date: body.date, deadline: body.wishedDate },
      ministry,
      recipients: body.recipients,
      replyTo: body.replyTo ?? body.recipients.find(({ email }) => email)?.email ?? null,
      officeName,
      committeeId,
      hearingId: null,
      supplementsId: null,
      confidential: false,
    },
    by.now,
  );
  const line = { actorId: by.actorId, action: 'case.open-letter', subject: `case:${caseId}`, facts: { event: body.event } };
  await appendAudit(tx, { ...line, requestId: by.requestId }, by.now);
  return { caseId };
}

/** What set a case off that no hearing did; undefined for a response to a hearing. */
export async function eventOf(
  tx: DataSource | Tx,
  caseId: string,
): Promise<{ kind: CaseEventKind; title: string; date: string; recipients: EventRecipient[] } | undefined> {
  const [event] = await rowsOf<{ kind: CaseEventKind; title: string; date: string; recipients: EventRecipient[] }>(
    tx,
    'SELECT kind, title, date::text, recipients FROM case_event WHERE case_id = $1',
    [caseId],
  );
  return event;
}

function wished(text: string): Deadline {
  try {
    return parseDeadline(text);
  } catch {
    throw new AppError('hearing.deadline-unreadable', { deadline: text });
  }
}
