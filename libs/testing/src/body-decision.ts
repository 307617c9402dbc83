import { randomUUID } from 'node:crypto';
import { addDays, localDateOf } from '@genmaele/calendar';
import { planMeeting } from '@genmaele/committees';
import { type Outcome } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { type TestHouse, testStart } from './test-house.js';
import { runWorkOf } from './test-case.js';

/** What else is true of a decision: the version decided on (the one in force when left out), points, what it corrects, and whether it was made in writing. */
export interface DecidedHow {
  readonly seen?: string;
  readonly points?: readonly object[];
  readonly corrects?: string;
  readonly inWriting?: boolean;
}

/** Where a decision was made: an item of a meeting, or a written procedure. */
export interface DecidedWhere {
  readonly itemId: string | null;
  readonly meetingId: string | null;
  readonly procedureId: string | null;
}

let meetings = 0;

/** What a body decides on a case, as its room writes it, and the job it sets off. Answers the decision's id and its meeting. */
export async function decideInBody(
  house: TestHouse,
  caseId: string,
  committeeId: string,
  outcome: Outcome,
  { seen, points = [], corrects, inWriting = false }: DecidedHow = {},
): Promise<{ id: string; meetingId: string | null }> {
  const id = randomUUID();
  const at = house.clock.now();
  const sha256 = seen ?? (await versionInForce(house, caseId));
  const where = corrects ? await whereOf(house, corrects) : await (inWriting ? procedureOn : itemOn)(house, caseId, committeeId, sha256);
  await house.owner.query(
    `INSERT INTO committee_decision (id, committee_id, meeting_id, item_id, procedure_id, case_id, version_sha256, outcome, points, participants,
       eligible, quorate, dissents, corrects, reason, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '[]', 9, true, '[]', $10::uuid, CASE WHEN $10::uuid IS NULL THEN NULL ELSE 'Skrivefejl' END, $11)`,
    [
      ...[id, committeeId, where.meetingId, where.itemId, where.procedureId, caseId, sha256],
      ...[outcome, JSON.stringify(points), corrects ?? null, at],
    ],
  );
  const options = { subject: `case:${caseId}`, once: id, dueAt: at, now: at };
  await house.tx((tx) => promiseWork(tx, 'committee.decided', { decisionId: id }, options));
  await runWorkOf(house, caseId, 'committee.decided');
  return { id, meetingId: where.meetingId };
}

async function versionInForce(house: TestHouse, caseId: string): Promise<string> {
  const [version] = await house.rows<{ sha256: string }>(
    'SELECT v.sha256 FROM response_case c JOIN draft_version v ON v.id = c.current_version_id WHERE c.id = $1',
    [caseId],
  );
  return version!.sha256;
}

async function whereOf(house: TestHouse, decisionId: string): Promise<DecidedWhere> {
  const [old] = await house.rows<DecidedWhere & Record<string, unknown>>(
    `SELECT item_id AS "itemId", meeting_id AS "meetingId", procedure_id AS "procedureId" FROM committee_decision WHERE id = $1`,
    [decisionId],
  );
  return old!;
}

/** Puts a version of a case on the agenda of a meeting of its own, as the second item. */
export async function itemOn(house: TestHouse, caseId: string, committeeId: string, sha256: string): Promise<DecidedWhere> {
  meetings += 1;
  const at = house.clock.now();
  const date = addDays(localDateOf(testStart), meetings);
  const by = { actor: house.people.administrator, now: at };
  const meetingId = await house.tx((tx) => planMeeting(tx, committeeId, { date, startTime: '10:00', agendaClose: date }, by));
  const itemId = randomUUID();
  await house.owner.query(
    `INSERT INTO agenda_item (id, meeting_id, position, title, open, case_id, version_sha256, late, added_at)
     VALUES ($1, $3, 1, 'Meddelelser', true, NULL, NULL, false, $6), ($2, $3, 2, 'Sagen', true, $4, $5, false, $6)`,
    [randomUUID(), itemId, meetingId, caseId, sha256, at],
  );
  return { itemId, meetingId, procedureId: null };
}

async function procedureOn(house: TestHouse, caseId: string, committeeId: string, sha256: string): Promise<DecidedWhere> {
  const procedureId = randomUUID();
  await house.owner.query(
    `INSERT INTO written_procedure (id, committee_id, case_id, version_sha256, question, open, silence, electorate, deadline, state, opened_by,
       opened_at, closed_at) VALUES ($1, $2, $3, $4, 'Kan svaret godkendes?', true, 'no-answer', '[]', $6, 'decided', $5, $6, $6)`,
    [procedureId, committeeId, caseId, sha256, house.people.secretary.id, house.clock.now()],
  );
  return { itemId: null, meetingId: null, procedureId };
}
