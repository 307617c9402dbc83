import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { addDays, localDateOf } from '@genmaele/calendar';
import { AppError, type DraftContent, type ReservationBody, type ReservationKind, type ReservationReason } from '@genmaele/contracts';
import { cancelWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import {
  type CaseState,
  decideReservation,
  type ReservationAction,
  type ReservationFacts,
  type ReservationState,
} from '@genmaele/workflow';
import { type systemActor } from './action-request.js';
import { rolesHere } from './roles-here.js';

/** Who takes a step, and when. */
export interface ReservationActor {
  readonly actor: Pick<Actor, 'id' | 'roles' | 'committees'> | typeof systemActor;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/** A reservation whose row is locked, with what its case says of it. */
export interface LockedReservation {
  readonly id: string;
  readonly caseId: string;
  readonly kind: ReservationKind;
  readonly state: ReservationState;
  readonly version: number;
  readonly liftedBy: 'meeting' | 'decision';
  readonly caseState: CaseState;
  readonly committeeId: string | null;
}

/** How far the letter has come that names a case's reservations. */
export function letterStage(state: CaseState): ReservationFacts['letter'] {
  if (['opened', 'drafting', 'in-committee', 'in-approval'].includes(state)) return 'open';
  if (['sent', 'acknowledged'].includes(state)) return 'sent';
  return ['not-answered', 'joined', 'lapsed'].includes(state) ? 'ended' : 'underway';
}

/**
 * Takes a reservation on a case whose answer nobody has approved. Returns its id. The caller holds no lock on the case. Errors: `case.not-found`,
 * `reservation.exists`, `case.role-missing`, `case.need-unmet` (a letter that is approved, or no hearing's answer).
 */
export async function takeReservation(tx: Tx, caseId: string, body: ReservationBody, by: ReservationActor): Promise<string> {
  const [found] = await rowsOf<{ state: CaseState; kind: string }>(tx, 'SELECT state, kind FROM response_case WHERE id = $1 FOR UPDATE', [
    caseId,
  ]);
  if (!found) throw new AppError('case.not-found');
  if (!by.actor.roles.some((role) => role === 'officer' || role === 'head-of-office'))
    throw new AppError('case.role-missing', { action: 'tag forbehold', allowed: 'sagsbehandler, kontorchef' });
  if (letterStage(found.state) !== 'open')
    throw needUnmet('tag forbehold', 'Svaret er godkendt eller afsluttet.', 'Træk godkendelsen tilbage først.');
  if (found.kind === 'ministerial-letter') throw needUnmet('tag forbehold', 'En henvendelse har intet høringssvar.', 'Skriv det i brevet.');
  return insertReservation(tx, caseId, body, by);
}

function needUnmet(action: string, reason: string, remedy: string): AppError {
  return new AppError('case.need-unmet', { action, reason, remedy });
}

const reviewDays: Record<ReservationKind, number> = { political: 30, economic: 90 };

async function insertReservation(tx: Tx, caseId: string, body: ReservationBody, by: ReservationActor): Promise<string> {
  const id = randomUUID();
  const reviewOn = addDays(localDateOf(by.now), reviewDays[body.kind]);
  const hit = await rowsOf(
    tx,
    `INSERT INTO reservation (id, case_id, kind, reason, wording, lifted_by, decision_text, state, version, review_on, taken_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'taken', 1, $8, $9, $9) ON CONFLICT DO NOTHING RETURNING id`,
    [id, caseId, body.kind, body.reason, body.wording ?? null, body.liftedBy, body.decisionText ?? null, reviewOn, by.now],
  );
  if (hit.length === 0) throw new AppError('reservation.exists');
  await writeStep(tx, { id, caseId, version: 1, from: null, to: 'taken', action: 'take', reason: body.reason }, by);
  return id;
}

/** Locks a reservation, after its case. Errors: `reservation.not-found`. */
export async function lockReservation(tx: Tx, id: string): Promise<LockedReservation> {
  const [owner] = await rowsOf<{ case_id: string }>(tx, 'SELECT case_id FROM reservation WHERE id = $1', [id]);
  if (!owner) throw new AppError('reservation.not-found');
  await tx.query('SELECT 1 FROM response_case WHERE id = $1 FOR UPDATE', [owner.case_id]);
  const [locked] = await rowsOf<LockedReservation>(
    tx,
    `SELECT r.id, r.case_id AS "caseId", r.kind, r.state, r.version, r.lifted_by AS "liftedBy", c.state AS "caseState", c.committee_id AS "committeeId"
     FROM reservation r JOIN response_case c ON c.id = r.case_id WHERE r.id = $1 FOR UPDATE OF r`,
    [id],
  );
  return locked!;
}

/** What a step says beside its name. */
export interface ReservationStepRequest {
  readonly action: ReservationAction;
  readonly reason?: string | undefined;
  readonly wording?: string | undefined;
  readonly decisionId?: string | undefined;
}

/**
 * The one writer of a reservation's state: locks case and reservation, lets the table decide, and writes state, step and log. Errors:
 * `reservation.not-found` and those of `decideReservation`.
 */
export async function moveReservation(
  tx: Tx,
  id: string,
  request: ReservationStepRequest,
  by: ReservationActor,
): Promise<LockedReservation> {
  const locked = await lockReservation(tx, id);
  const roles = rolesHere(by, locked);
  const decision = decideReservation(locked.state, request.action, roles, {
    reason: request.reason,
    letter: letterStage(locked.caseState),
  });
  if (!decision.allowed) throw new AppError(decision.code, decision.facts);
  const version = locked.version + 1;
  await tx.query(
    `UPDATE reservation SET state = $2, version = $3, changed_at = $4, wording = CASE WHEN $5 THEN $6 ELSE wording END WHERE id = $1`,
    [id, decision.to, version, by.now, request.action === 'reword', request.wording ?? null],
  );
  if (decision.to !== 'taken') await cancelWork(tx, `case:${locked.caseId}`, ['reservation.queue']);
  const step = { id, caseId: locked.caseId, version, from: locked.state, to: decision.to, action: request.action };
  await writeStep(tx, { ...step, reason: request.reason, decisionId: request.decisionId }, by);
  return { ...locked, state: decision.to, version };
}

interface StepToWrite {
  id: string;
  caseId: string;
  version: number;
  from: ReservationState | null;
  to: ReservationState;
  action: string;
  reason?: string | undefined;
  decisionId?: string | undefined;
}

async function writeStep(tx: Tx, step: StepToWrite, { actor, requestId, now }: ReservationActor): Promise<void> {
  await tx.query(
    `INSERT INTO reservation_step (reservation_id, version, from_state, to_state, action, actor_id, reason, decision_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [step.id, step.version, step.from, step.to, step.action, actor.id ?? null, step.reason ?? null, step.decisionId ?? null, now],
  );
  const facts = { reservationId: step.id, from: step.from, to: step.to };
  await appendAudit(tx, { actorId: actor.id, action: `reservation.${step.action}`, subject: `case:${step.caseId}`, facts, requestId }, now);
}

interface OpenReservation {
  id: string;
  kind: ReservationKind;
  wording: string | null;
}

/** The open reservations of a case: at most one of each kind. */
export async function openReservations(tx: Tx, caseId: string): Promise<OpenReservation[]> {
  return rowsOf(tx, `SELECT id, kind, wording FROM reservation WHERE case_id = $1 AND state = 'taken' ORDER BY kind`, [caseId]);
}

const standingReason: Record<ReservationKind, ReservationReason> = {
  political: 'no-time-within-deadline',
  economic: 'negotiated-separately',
};

/**
 * The draft with the reservations of its case, which the caller has locked: one that the draft ticks and the case has not taken is taken with its usual
 * reason; one that the case has taken is in the draft whether it is ticked or not, with its own words. Only `drop` ends one.
 */
export async function withReservationsOfCase(tx: Tx, caseId: string, draft: DraftContent, by: ReservationActor): Promise<DraftContent> {
  if (draft.template === 'ministerbrev' || draft.template === 'ordfoererbrev') return draft;
  const taken = await openReservations(tx, caseId);
  for (const kind of ['political', 'economic'] as const) {
    if (!draft.reservations[kind] || taken.some((each) => each.kind === kind)) continue;
    const liftedBy = kind === 'political' ? 'meeting' : 'decision';
    const id = await insertReservation(
      tx,
      caseId,
      { kind, reason: standingReason[kind], liftedBy, wording: undefined, decisionText: undefined },
      by,
    );
    taken.push({ id, kind, wording: null });
  }
  return { ...draft, reservations: namedReservations(taken) };
}

function namedReservations(taken: readonly OpenReservation[]): DraftContent['reservations'] {
  const own = taken.flatMap(({ kind, wording }) => (wording === null ? [] : [[kind, wording] as const]));
  return {
    political: taken.some(({ kind }) => kind === 'political'),
    economic: taken.some(({ kind }) => kind === 'economic'),
    ...(own.length > 0 ? { wording: Object.fromEntries(own) } : {}),
  };
}

/** Whether a draft's box of reservations is the case's own, so that what is approved names what was taken. A letter without such a box names enough. */
export async function namesReservations(tx: Tx, caseId: string, versionId: string | null): Promise<boolean> {
  const [version] = await rowsOf<{ content: DraftContent }>(tx, 'SELECT content FROM draft_version WHERE id = $1', [versionId]);
  if (!version || version.content.template === 'ministerbrev' || version.content.template === 'ordfoererbrev') return true;
  const wanted = namedReservations(await openReservations(tx, caseId));
  const { political, economic, wording } = version.content.reservations;
  const same = political === wanted.political && economic === wanted.economic;
  const worded = wording?.political === wanted.wording?.political && wording?.economic === wanted.wording?.economic;
  return same && worded;
}

/** Refuses a draft that does not name the case's reservations. Errors: `reservation.not-in-draft`. */
export async function refuseUnnamedReservations(tx: Tx, caseId: string, versionId: string | null): Promise<void> {
  if (!(await namesReservations(tx, caseId, versionId))) throw new AppError('reservation.not-in-draft');
}
