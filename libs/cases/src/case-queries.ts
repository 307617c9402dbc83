import { type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { type Plan } from '@genmaele/calendar';
import { AppError, type CaseKind, type DraftContent } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, endedStates } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';

/** A case as lists show it. Dates are ISO 8601. */
export interface CaseLine {
  id: string;
  number: string;
  title: string;
  state: CaseState;
  version: number;
  kind: CaseKind;
  /** The leading hearing; null for a ministerial letter. */
  hearingId: string | null;
  ministryName: string;
  ministryCaseNumber: string | null;
  deadline: string;
  deadlineAt: Date;
  officeName: string | null;
  committeeId: string | null;
  committeeName: string | null;
  /** Seen by those alone who are named on it. */
  confidential: boolean;
}

/** A case as its page shows it. */
export interface CaseView extends CaseLine {
  replyTo: string | null;
  committeeReasons: string[];
  plan: Plan;
  currentVersion: { id: string; number: number; sha256: string; content: DraftContent; authorId: string; savedAt: Date } | null;
  approvedSha256: string | null;
  renderedSha256: string | null;
  signedSha256: string | null;
  letterId: string | null;
  dispatchId: string | null;
  steps: CaseStepLine[];
  tasks: { id: string; role: string; state: string; dueAt: Date; remindedAt: Date | null; escalatedAt: Date | null }[];
}

/** A step of a case, with the name of whoever took it. */
export interface CaseStepLine {
  version: number;
  from: string;
  to: string;
  action: string;
  actor: string | null;
  comment: string | null;
  onSha256: string | null;
  at: Date;
}

const lineColumns = `c.id, c.number, c.title, c.state, c.version, c.kind, c.hearing_id AS "hearingId", h.ministry_name AS "ministryName",
  h.case_number AS "ministryCaseNumber", h.deadline, h.deadline_at AS "deadlineAt", c.office_name AS "officeName",
  c.committee_id AS "committeeId", m.name AS "committeeName", c.confidential`;
const lineTables = 'response_case c JOIN case_occasion h ON h.case_id = c.id LEFT JOIN committee m ON m.id = c.committee_id';

/** The cases that the viewer sees, the nearest deadline first; ended ones last. */
export async function listCases(db: DataSource, viewer: Viewer, most = 200): Promise<CaseLine[]> {
  return rowsOf(
    db,
    `SELECT ${lineColumns} FROM ${lineTables} WHERE ${visibleTo('case', 'c', 2)}
     ORDER BY c.state IN (${endedStates.map((state) => `'${state}'`).join(', ')}), h.deadline_at, c.number LIMIT $1`,
    [most, ...viewerParameters(viewer)],
  );
}

/** One case with its draft in force, steps and tasks. Errors: `case.not-found`. */
export async function caseView(db: DataSource | Tx, caseId: string): Promise<CaseView> {
  const [line] = await rowsOf<Omit<CaseView, 'currentVersion' | 'steps' | 'tasks'> & { currentVersionId: string | null }>(
    db,
    `SELECT ${lineColumns}, h.reply_to AS "replyTo", c.committee_reasons AS "committeeReasons", c.plan, c.current_version_id AS "currentVersionId",
            c.approved_sha256 AS "approvedSha256", c.rendered_sha256 AS "renderedSha256", c.signed_sha256 AS "signedSha256",
            c.letter_id AS "letterId", c.dispatch_id AS "dispatchId"
     FROM ${lineTables} WHERE c.id = $1`,
    [caseId],
  );
  if (!line) throw new AppError('case.not-found');
  const { currentVersionId, ...rest } = line;
  const [currentVersion] = await rowsOf<NonNullable<CaseView['currentVersion']>>(
    db,
    'SELECT id, number, sha256, content, author_id AS "authorId", saved_at AS "savedAt" FROM draft_version WHERE id = $1',
    [currentVersionId],
  );
  return { ...rest, currentVersion: currentVersion ?? null, steps: await stepsOf(db, caseId), tasks: await tasksOf(db, caseId) };
}

/** The steps of a case, first to last. */
export async function stepsOf(db: DataSource | Tx, caseId: string): Promise<CaseStepLine[]> {
  return rowsOf(
    db,
    `SELECT s.version, s.from_state AS "from", s.to_state AS "to", s.action, p.name AS actor, s.comment, s.on_sha256 AS "onSha256", s.at
     FROM case_step s LEFT JOIN person p ON p.id = s.actor_id WHERE s.case_id = $1 ORDER BY s.version`,
    [caseId],
  );
}

async function tasksOf(db: DataSource | Tx, caseId: string): Promise<CaseView['tasks']> {
  return rowsOf(
    db,
    `SELECT id, role, state, due_at AS "dueAt", reminded_at AS "remindedAt", escalated_at AS "escalatedAt"
     FROM approval_task WHERE case_id = $1 ORDER BY asked_at`,
    [caseId],
  );
}

/** The id of the case that answers a hearing, once it is open: the one it was joined to rather than the one joined, and no supplement. */
export async function caseOfHearing(db: DataSource | Tx, hearingId: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ id: string }>(
    db,
    `SELECT c.id FROM case_hearing l JOIN response_case c ON c.id = l.case_id WHERE l.hearing_id = $1
     ORDER BY c.state = 'joined', c.kind = 'supplement', c.opened_at LIMIT 1`,
    [hearingId],
  );
  return row?.id;
}
