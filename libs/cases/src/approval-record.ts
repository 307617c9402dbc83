import { AppError, type CaseKind, type ChainStep, type DraftContent, type DraftParts, draftParts, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type GivenApproval, maySpeak, type Standing, standingOf, type TextVersion } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { usualUndoMinutes } from './action-request.js';
import { type Speaker } from './stand-in-speakers.js';

/** A case's approvals as they stand: its chain, who has given what, and the versions they gave it to. */
export interface ApprovalRecord {
  readonly chainId: string | null;
  readonly steps: readonly ChainStep[];
  /** Those that nobody has taken back, first to last. */
  readonly approvals: readonly RecordedApproval[];
  /** First to last; the last is in force. */
  readonly versions: readonly TextVersion[];
  readonly standing: Standing;
}

/** See {@link GivenApproval}; with the role that entitled the one who gave it, or what the body decided and where. */
export interface RecordedApproval extends GivenApproval {
  readonly role: Role | null;
  readonly decisionId: string | null;
  readonly decisionText: string | null;
}

/** The chain for a kind of case on a day (ISO). Errors: `chain.not-found`. */
export async function chainInForce(tx: Tx, kind: CaseKind, day: string): Promise<{ id: string; steps: ChainStep[] }> {
  const [chain] = await rowsOf<{ id: string; steps: ChainStep[] }>(
    tx,
    `SELECT id, steps FROM approval_chain WHERE kind = $1 AND state = 'in-force' AND valid_from <= $2 ORDER BY valid_from DESC, created_at DESC LIMIT 1`,
    [kind, day],
  );
  if (!chain) throw new AppError('chain.not-found');
  return chain;
}

const approvalsSql = `SELECT a.id, a.step_id AS "stepId", a.person_id AS "personId", a.for_person_id AS "forPersonId", a.version_id AS "versionId", a.role,
    a.decision_id AS "decisionId", a.decision_text AS "decisionText", a.at
  FROM approval a WHERE a.case_id = $1 AND a.chain_id = $2 AND NOT EXISTS (SELECT 1 FROM approval_void v WHERE v.approval_id = a.id) ORDER BY a.at, a.id`;

interface VersionRow {
  id: string;
  authorId: string;
  parts: DraftParts | null;
  content: DraftContent | null;
  attachments: string[];
}

// A version that has its parts is not read whole. The text in force is the one the case names.
const versionsSql = `SELECT id, author_id AS "authorId", parts, CASE WHEN parts IS NULL THEN content END AS content, attachments
  FROM draft_version v WHERE case_id = $1
    AND number <= (SELECT f.number FROM draft_version f JOIN response_case c ON c.current_version_id = f.id WHERE c.id = $1) ORDER BY number`;

/** The approvals of a case, by this chain or by the one the case follows; the caller holds the case's lock when it acts on them. */
export async function approvalRecordOf(db: DataSource | Tx, caseId: string, chainId?: string): Promise<ApprovalRecord> {
  const [chain] = await rowsOf<{ id: string; steps: ChainStep[] }>(
    db,
    'SELECT id, steps FROM approval_chain WHERE id = coalesce($2::uuid, (SELECT chain_id FROM response_case WHERE id = $1))',
    [caseId, chainId ?? null],
  );
  const versions = (await rowsOf<VersionRow>(db, versionsSql, [caseId])).map(
    ({ id, authorId, parts, content, attachments }): TextVersion => ({
      id,
      authorId,
      parts: parts ?? (content ? draftParts(content, attachments) : { frame: '', points: [] }),
    }),
  );
  const partsOf = new Map(versions.map(({ id, parts }) => [id, parts]));
  const rows = chain ? await rowsOf<Omit<RecordedApproval, 'parts'>>(db, approvalsSql, [caseId, chain.id]) : [];
  const approvals = rows.map((row) => ({ ...row, parts: partsOf.get(row.versionId) ?? { frame: '', points: [] } }));
  const steps = chain?.steps ?? [];
  return { chainId: chain?.id ?? null, steps, approvals, versions, standing: standingOf(steps, approvals, versions) };
}

/** An open step that an actor can take, and in whose name by which role. */
export interface Turn {
  readonly step: ChainStep;
  readonly speaker: Speaker;
  readonly role: Role;
}

/**
 * The open step of a kind whose turn it is for the actor: the one that is named, else the first; in their own name before another's. Undefined when
 * none waits for them: they lack the role, wrote a part of the text, or have taken the step already.
 */
export function turnOf(
  record: ApprovalRecord,
  kind: 'approve' | 'gate',
  actorId: string | undefined,
  speakers: readonly Speaker[],
  stepId?: string,
): Turn | undefined {
  return turnsOf(record, kind, actorId, speakers).find(({ step }) => stepId === undefined || step.id === stepId);
}

/** {@link turnOf} for every open step that the actor can take, each once. */
export function turnsOf(
  record: ApprovalRecord,
  kind: 'approve' | 'gate',
  actorId: string | undefined,
  speakers: readonly Speaker[],
): readonly Turn[] {
  if (!actorId) return [];
  const turns = new Map<string, Turn>();
  for (const speaker of speakers) {
    for (const step of record.standing.open) {
      const role = step.by.find((each) => speaker.roles.includes(each));
      if (step.kind !== kind || !role || turns.has(step.id)) continue;
      if (maySpeak(step, { personId: actorId, forPersonId: speaker.forPersonId }, record) === 'yes')
        turns.set(step.id, { step, speaker, role });
    }
  }
  return [...turns.values()];
}

/** The approvals that an actor gave, in any name, and that stand. */
export function ownApprovals(record: ApprovalRecord, actorId: string | undefined): readonly RecordedApproval[] {
  return record.approvals.filter(({ personId }) => personId === actorId);
}

/** Whether the time is over in which the latest approval may be undone before anything leaves. */
export function undoIsOver({ approvals }: ApprovalRecord, now: Date, minutes = usualUndoMinutes): boolean {
  const last = Math.max(0, ...approvals.map(({ at }) => at.getTime()));
  return now.getTime() >= last + minutes * 60_000;
}

/** Takes approvals back, each once. */
export async function voidApprovals(tx: Tx, approvals: readonly { id: string }[], by: string | undefined, now: Date): Promise<void> {
  for (const { id } of approvals)
    await tx.query('INSERT INTO approval_void (approval_id, at, by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [id, now, by ?? null]);
}
