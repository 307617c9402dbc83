import { AppError, type Outcome } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Dissent, type Participant, type PointDecision } from './decision.entity.js';

/** A decision as it was written down. A case's rooms read it by `decisionById` when the job `committee.decided` comes. */
export interface Decision {
  readonly id: string;
  readonly committeeId: string;
  readonly meetingId: string | null;
  readonly itemId: string | null;
  readonly procedureId: string | null;
  /** The case and the version the members had before them; null for an item without a case. */
  readonly caseId: string | null;
  readonly versionSha256: string | null;
  readonly outcome: Outcome;
  /** What is to be changed, when it was approved with changes. */
  readonly changes: string | null;
  readonly points: readonly PointDecision[];
  /** The meeting it was postponed to; its item stands on that agenda already. */
  readonly postponedTo: string | null;
  readonly participants: readonly Participant[];
  readonly eligible: number;
  readonly quorate: boolean;
  readonly dissents: readonly Dissent[];
  /** The decision that this one corrects, and why. */
  readonly corrects: string | null;
  readonly reason: string | null;
  /** The decision that corrects this one; null for the one in force. */
  readonly correctedBy: string | null;
  readonly recordedBy: string | null;
  readonly at: Date;
}

const columns = `d.id, d.committee_id AS "committeeId", d.meeting_id AS "meetingId", d.item_id AS "itemId", d.procedure_id AS "procedureId",
  d.case_id AS "caseId", d.version_sha256 AS "versionSha256", d.outcome, d.changes, d.points, d.postponed_to AS "postponedTo", d.participants,
  d.eligible, d.quorate, d.dissents, d.corrects, d.reason, c.id AS "correctedBy", d.recorded_by AS "recordedBy", d.at`;
const tables = 'committee_decision d LEFT JOIN committee_decision c ON c.corrects = d.id';

/** One decision. Errors: `request.not-found`. */
export async function decisionById(db: DataSource | Tx, id: string): Promise<Decision> {
  const [decision] = await rowsOf<Decision>(db, `SELECT ${columns} FROM ${tables} WHERE d.id = $1`, [id]);
  if (!decision) throw new AppError('request.not-found');
  return decision;
}

/** What bodies decided on a case, first to last, corrected decisions included. */
export async function decisionsOnCase(db: DataSource | Tx, caseId: string): Promise<Decision[]> {
  return inOrder(await rowsOf<Decision>(db, `SELECT ${columns} FROM ${tables} WHERE d.case_id = $1 ORDER BY d.at, d.id`, [caseId]));
}

/** The decisions of a meeting, first to last, corrected ones included. */
export async function decisionsOfMeeting(db: DataSource | Tx, meetingId: string): Promise<Decision[]> {
  return inOrder(await rowsOf<Decision>(db, `SELECT ${columns} FROM ${tables} WHERE d.meeting_id = $1 ORDER BY d.at, d.id`, [meetingId]));
}

/** Orders decisions by time, and those of one moment so that a correction comes after what it corrects. */
export function inOrder<D extends Pick<Decision, 'id' | 'corrects' | 'at'>>(decisions: readonly D[]): D[] {
  const byId = new Map(decisions.map((each) => [each.id, each]));
  const depth = ({ corrects }: D): number => {
    const corrected = corrects === null ? undefined : byId.get(corrects);
    return corrected ? 1 + depth(corrected) : 0;
  };
  return [...decisions].sort((one, other) => one.at.getTime() - other.at.getTime() || depth(one) - depth(other));
}

/** The decision in force on an item; undefined before it is decided. */
export async function decisionInForce(db: DataSource | Tx, itemId: string): Promise<Decision | undefined> {
  const [decision] = await rowsOf<Decision>(db, `SELECT ${columns} FROM ${tables} WHERE d.item_id = $1 AND c.id IS NULL`, [itemId]);
  return decision;
}

/** The decision of a written procedure; undefined when it ended in none. */
export async function decisionOfProcedure(db: DataSource | Tx, procedureId: string): Promise<Decision | undefined> {
  const [decision] = await rowsOf<Decision>(db, `SELECT ${columns} FROM ${tables} WHERE d.procedure_id = $1 AND c.id IS NULL`, [
    procedureId,
  ]);
  return decision;
}
