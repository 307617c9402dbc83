import { type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { type ReservationActionBody, type ReservationKind, type ReservationReason } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, type ReservationAction, type ReservationState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { moveReservation, type ReservationActor } from './reservations.js';
import { openSupplement } from './supplement.js';

/**
 * Takes a step on a reservation as a person. A changed or withdrawn answer opens a supplementary response drafted from what was sent; a confirmed one does
 * so when a letter is asked for. Returns the state, and the case of the supplement. Errors: those of `moveReservation`.
 */
export async function stepReservation(
  tx: Tx,
  id: string,
  action: ReservationAction,
  { reason, wording, letter }: ReservationActionBody,
  by: ReservationActor,
): Promise<{ state: ReservationState; supplementCaseId: string | null }> {
  const { caseId, state } = await moveReservation(tx, id, { action, reason, wording }, by);
  const outcomes = {
    confirm: letter ? 'confirmed' : undefined,
    change: 'changed',
    withdraw: 'withdrawn',
    reword: undefined,
    drop: undefined,
  } as const;
  const outcome = outcomes[action];
  if (!outcome) return { state, supplementCaseId: null };
  const changes = action === 'confirm' ? undefined : reason;
  const supplementCaseId = await openSupplement(
    tx,
    caseId,
    { outcome, changes },
    { actorId: by.actor.id, requestId: by.requestId, now: by.now },
  );
  await tx.query('UPDATE reservation SET supplement_case_id = $2 WHERE id = $1', [id, supplementCaseId]);
  return { state, supplementCaseId };
}

/** A reservation as pages and programs see it. Dates are ISO 8601. */
export interface ReservationLine {
  id: string;
  caseId: string;
  caseNumber: string;
  caseTitle: string;
  caseState: CaseState;
  committeeId: string | null;
  kind: ReservationKind;
  reason: ReservationReason;
  wording: string | null;
  liftedBy: 'meeting' | 'decision';
  decisionText: string | null;
  meetingDate: string | null;
  reviewOn: string;
  state: ReservationState;
  takenAt: Date;
  supplementCaseId: string | null;
  steps: { action: string; to: ReservationState; actor: string | null; reason: string | null; at: Date }[];
}

const columns = `r.id, r.case_id AS "caseId", c.number AS "caseNumber", c.title AS "caseTitle", c.state AS "caseState", c.committee_id AS "committeeId", r.kind,
  r.reason, r.wording, r.lifted_by AS "liftedBy", r.decision_text AS "decisionText", to_char(m.date, 'YYYY-MM-DD') AS "meetingDate",
  r.review_on::text AS "reviewOn", r.state, r.taken_at AS "takenAt", r.supplement_case_id AS "supplementCaseId",
  (SELECT jsonb_agg(jsonb_build_object('action', s.action, 'to', s.to_state, 'actor', p.name, 'reason', s.reason, 'at', s.at) ORDER BY s.version)
   FROM reservation_step s LEFT JOIN person p ON p.id = s.actor_id WHERE s.reservation_id = r.id) AS steps`;
const tables = 'reservation r JOIN response_case c ON c.id = r.case_id LEFT JOIN committee_meeting m ON m.id = r.meeting_id';

/** The reservations of a case, ended ones too: as they were taken. */
export async function reservationsOf(db: DataSource | Tx, caseId: string): Promise<ReservationLine[]> {
  return rowsOf(db, `SELECT ${columns} FROM ${tables} WHERE r.case_id = $1 ORDER BY r.taken_at, r.kind`, [caseId]);
}

/** Every open reservation on the cases that the viewer sees, the oldest first. */
export async function listOpenReservations(db: DataSource | Tx, viewer: Viewer): Promise<ReservationLine[]> {
  const where = `r.state = 'taken' AND ${visibleTo('case', 'c', 1)}`;
  return rowsOf(db, `SELECT ${columns} FROM ${tables} WHERE ${where} ORDER BY r.taken_at, r.id`, viewerParameters(viewer));
}
