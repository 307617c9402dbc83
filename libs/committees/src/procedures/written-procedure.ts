import { randomUUID } from 'node:crypto';
import { localDateOf } from '@genmaele/calendar';
import { AppError, type ProcedureFields, type ProcedureVote, type SilenceRule, type VoteBody } from '@genmaele/contracts';
import { cancelWork, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { bodyById, membersOn } from '../bodies/body-queries.js';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { managing, recording, refuseWithoutRole, roleMissing, rolesInBody } from '../bodies/standing-in-body.js';
import { writeDecision } from '../decisions/record-decision.js';
import { procedureResult } from './procedure-result.js';

/** A written procedure as it stands. */
export interface Procedure {
  readonly id: string;
  readonly committeeId: string;
  readonly question: string;
  readonly recommendation: string | null;
  readonly open: boolean;
  readonly caseId: string | null;
  readonly versionSha256: string | null;
  readonly deadline: Date;
  readonly silence: SilenceRule;
  readonly electorate: readonly { membershipId: string; name: string }[];
  readonly state: 'open' | 'decided' | 'to-meeting';
  readonly ending: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** A member's last answer. */
export interface Vote {
  readonly membershipId: string;
  readonly vote: ProcedureVote;
  readonly text: string | null;
  readonly at: Date;
}

const columns = `id, committee_id AS "committeeId", question, recommendation, open, case_id AS "caseId", version_sha256 AS "versionSha256", deadline,
  silence, electorate, state, ending, opened_at AS "openedAt", closed_at AS "closedAt"`;

function refused(reason: string, remedy: string): AppError {
  return new AppError('procedure.refused', { reason, remedy });
}

/** One written procedure. Errors: `procedure.not-found`. */
export async function procedureById(db: DataSource | Tx, id: string): Promise<Procedure> {
  const [found] = await rowsOf<Procedure>(db, `SELECT ${columns} FROM written_procedure WHERE id = $1`, [id]);
  if (!found) throw new AppError('procedure.not-found');
  return found;
}

/** The written procedures of a body, the newest first. */
export async function proceduresOf(db: DataSource | Tx, committeeId: string, most = 50): Promise<Procedure[]> {
  return rowsOf(db, `SELECT ${columns} FROM written_procedure WHERE committee_id = $1 ORDER BY opened_at DESC, id LIMIT $2`, [
    committeeId,
    most,
  ]);
}

/** The last answer of each member who has answered. */
export async function votesOf(db: DataSource | Tx, procedureId: string): Promise<Vote[]> {
  return rowsOf(
    db,
    `SELECT DISTINCT ON (membership_id) membership_id AS "membershipId", vote, text, at FROM procedure_vote
     WHERE procedure_id = $1 ORDER BY membership_id, number DESC`,
    [procedureId],
  );
}

async function lockProcedure(tx: Tx, id: string): Promise<Procedure> {
  const [found] = await rowsOf<Procedure>(tx, `SELECT ${columns} FROM written_procedure WHERE id = $1 FOR UPDATE`, [id]);
  if (!found) throw new AppError('procedure.not-found');
  return found;
}

/**
 * Opens a written procedure for those who hold a seat today, and promises that they are asked now, reminded halfway, and that it closes at its
 * deadline. Errors: `body.not-found`, `procedure.refused` (deadline past, body without members), `meeting.role-missing`.
 */
export async function openProcedure(tx: Tx, committeeId: string, fields: ProcedureFields, by: ActingInBody): Promise<string> {
  refuseWithoutRole(by.actor, committeeId, managing);
  await bodyById(tx, committeeId);
  const { now } = by;
  const deadline = new Date(fields.deadline);
  if (deadline <= now) throw refused('Fristen ligger ikke frem i tiden.', 'Vælg en senere frist.');
  const seats = (await membersOn(tx, committeeId, localDateOf(now))).filter(({ function: is }) => is !== 'alternate');
  if (seats.length === 0) throw refused('Organet har ingen medlemmer i dag.', 'Skriv medlemmerne ind først.');
  const procedureId = randomUUID();
  await tx.query(
    `INSERT INTO written_procedure (id, committee_id, question, recommendation, open, case_id, version_sha256, deadline, silence, electorate, state,
       opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)`,
    [
      procedureId,
      committeeId,
      fields.question,
      fields.recommendation ?? null,
      fields.open,
      fields.caseId ?? null,
      fields.versionSha256 ?? null,
      deadline,
      fields.silence,
      JSON.stringify(seats.map(({ membershipId, name }) => ({ membershipId, name }))),
      by.actor.id,
      now,
    ],
  );
  const subject = `procedure:${procedureId}`;
  const halfway = new Date((now.getTime() + deadline.getTime()) / 2);
  await promiseWork(tx, 'procedure.ask', { procedureId }, { subject, once: `${procedureId}:opened`, dueAt: now, now });
  await promiseWork(tx, 'procedure.ask', { procedureId }, { subject, once: `${procedureId}:reminder`, dueAt: halfway, now });
  await promiseWork(tx, 'procedure.close', { procedureId }, { subject, once: procedureId, dueAt: deadline, now });
  const facts = { committeeId, caseId: fields.caseId ?? null, versionSha256: fields.versionSha256 ?? null, silence: fields.silence };
  await logOf(tx, by, 'procedure.open', subject, { ...facts, electorate: seats.length });
  return procedureId;
}

/** Those asked who have no account: the secretary writes their answers down. */
export async function withoutAccount(db: DataSource | Tx, { electorate }: Procedure): Promise<Procedure['electorate']> {
  const ids = electorate.map(({ membershipId }) => membershipId);
  const rows = await rowsOf<{ id: string }>(db, 'SELECT id FROM committee_membership WHERE id = ANY($1) AND person_id IS NULL', [ids]);
  return electorate.filter(({ membershipId }) => rows.some(({ id }) => id === membershipId));
}

/** The place that a person answers for: their own, or as secretary that of an outsider who is named. */
async function placeOf(tx: Tx, procedure: Procedure, named: string | undefined, { actor }: ActingInBody): Promise<string> {
  const ids = procedure.electorate.map(({ membershipId }) => membershipId);
  const places = await rowsOf<{ id: string; person_id: string | null }>(
    tx,
    'SELECT id, person_id FROM committee_membership WHERE id = ANY($1)',
    [ids],
  );
  const own = places.find(({ person_id: person }) => person !== null && person === actor.id);
  if (own && (named === undefined || named === own.id)) return own.id;
  const outsider = places.find(({ id, person_id: person }) => id === named && person === null);
  if (outsider && recording.some((role) => rolesInBody(actor, procedure.committeeId).includes(role))) return outsider.id;
  throw roleMissing(['member', 'vice-chair', 'chair']);
}

/**
 * A member answers; the last answer before the deadline counts. Whoever asks for a meeting ends the procedure at once.
 * Errors: `procedure.not-found`, `procedure.refused` (over), `meeting.role-missing` (no vote in it).
 */
export async function vote(tx: Tx, procedureId: string, body: VoteBody, by: ActingInBody): Promise<Procedure['state']> {
  const procedure = await lockProcedure(tx, procedureId);
  const membershipId = await placeOf(tx, procedure, body.membershipId, by);
  if (procedure.state !== 'open' || procedure.deadline <= by.now)
    throw refused('Den skriftlige procedure er slut.', 'Se, hvad den endte med.');
  await tx.query(
    `INSERT INTO procedure_vote (procedure_id, membership_id, number, vote, text, written_by, at)
     VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM procedure_vote WHERE procedure_id = $1 AND membership_id = $2), $3, $4, $5, $6)`,
    [procedureId, membershipId, body.vote, body.text ?? null, by.actor.id, by.now],
  );
  if (body.vote === 'meeting') return endProcedure(tx, procedure, by);
  await logOf(tx, by, 'procedure.vote', `procedure:${procedureId}`, { membershipId });
  return 'open';
}

/**
 * Closes a written procedure before its deadline, when everyone has answered. Errors: `procedure.not-found`, `procedure.refused`,
 * `meeting.role-missing`.
 */
export async function closeEarly(tx: Tx, procedureId: string, by: ActingInBody): Promise<Procedure['state']> {
  const procedure = await lockProcedure(tx, procedureId);
  refuseWithoutRole(by.actor, procedure.committeeId, recording);
  if (procedure.state !== 'open') throw refused('Den skriftlige procedure er slut.', 'Se, hvad den endte med.');
  const missing = procedure.electorate.length - (await votesOf(tx, procedureId)).length;
  if (missing > 0) throw refused(`${missing} har ikke svaret endnu.`, 'Vent på svarene eller fristen.');
  return endProcedure(tx, procedure, by);
}

/** Closes a written procedure whose deadline has come, for the worker; one that is over already is left alone. */
export async function closeAtDeadline(tx: Tx, procedureId: string, by: ActingInBody): Promise<Procedure['state']> {
  const procedure = await lockProcedure(tx, procedureId);
  if (procedure.state !== 'open' || procedure.deadline > by.now) return procedure.state;
  return endProcedure(tx, procedure, by);
}

async function endProcedure(tx: Tx, procedure: Procedure, by: ActingInBody): Promise<Procedure['state']> {
  const votes = await votesOf(tx, procedure.id);
  const electorate = procedure.electorate.map(({ membershipId }) => membershipId);
  const result = procedureResult(electorate, new Map(votes.map((each) => [each.membershipId, each.vote])), procedure.silence);
  const state = result.kind;
  await tx.query('UPDATE written_procedure SET state = $2, ending = $3, closed_at = $4 WHERE id = $1', [
    procedure.id,
    state,
    result.kind === 'to-meeting' ? result.why : null,
    by.now,
  ]);
  await cancelWork(tx, `procedure:${procedure.id}`, ['procedure.ask', 'procedure.close']);
  if (result.kind === 'decided') {
    const { committeeId, caseId, versionSha256 } = procedure;
    const where = { committeeId, meetingId: null, itemId: null, procedureId: procedure.id, caseId, versionSha256 };
    const participants = procedure.electorate.filter(({ membershipId }) => result.takingPart.includes(membershipId));
    const facts = { participants, eligible: electorate.length, quorate: true, points: [], dissents: dissentsOf(procedure, votes) };
    await writeDecision(tx, { ...where, ...facts, outcome: result.outcome }, by);
  }
  await logOf(tx, by, 'procedure.end', `procedure:${procedure.id}`, { state, votes: votes.length, of: electorate.length });
  return state;
}

/** Whoever was against and said why has a dissent in the record. */
function dissentsOf({ electorate }: Procedure, votes: readonly Vote[]) {
  return votes.flatMap(({ membershipId, vote: answer, text }) =>
    answer === 'against' && text
      ? [{ membershipId, name: electorate.find((each) => each.membershipId === membershipId)?.name ?? '', text }]
      : [],
  );
}
