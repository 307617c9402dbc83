import {
  type BodyKind,
  type ChainStep,
  type DraftContent,
  draftHash,
  draftParts,
  isBodyOfStep,
  type Role,
  signatureFieldOf,
  signingSteps,
} from '@genmaele/contracts';
import { signatoryTitle } from '@genmaele/documents';
import { rowsOf } from '@genmaele/platform';
import { authorsOf, type GivenApproval, standingOf, type TextVersion } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';

/** One who signs: in which field, with whose key, and what the letter says of them. */
export interface GroundedSignatory {
  readonly field: string;
  readonly email: string;
  readonly name: string;
  readonly title: string;
}

/** What the signer found out about the approvals of a case. */
export interface ApprovalGrounds {
  /** Whether the letter's approval stands. */
  readonly notTakenBack: boolean;
  /** Whether neither who gave it nor whom they stood in for wrote a part of the text. */
  readonly byAnother: boolean;
  /** Whether who gave it, or whom they stood in for, held the role at that moment; of a body, whether it is the one asked and its decision stands. */
  readonly entitled: boolean;
  /** Whether every step has its quorum for every part, counting those alone who were entitled, and the letter's approval is what completes it. */
  readonly complete: boolean;
  readonly signatories: readonly GroundedSignatory[];
}

interface ApprovalRow extends Omit<GivenApproval, 'parts'> {
  role: Role | null;
  /** Null for what a body decided. */
  email: string | null;
  name: string | null;
  /** Of what a body decided: its kind, whether it is the case's own committee, and whether the decision stands and approved all of that very version. */
  bodyKind: BodyKind | null;
  bodyOfCase: boolean | null;
  decided: boolean;
  principal: string | null;
  committee: string | null;
  heldRole: boolean;
  stoodIn: boolean;
}

const approvalsSql = `SELECT a.id, a.step_id AS "stepId", a.person_id AS "personId", a.for_person_id AS "forPersonId", a.version_id AS "versionId", a.role, a.at,
    p.email, p.name, f.name AS principal, m.name AS committee, b.kind AS "bodyKind", d.committee_id = c.committee_id AS "bodyOfCase",
    coalesce(d.outcome = 'approved' AND d.quorate AND d.case_id = a.case_id AND d.version_sha256 = a.version_sha256
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(d.points) o WHERE o ->> 'outcome' <> 'approved')
      AND NOT EXISTS (SELECT 1 FROM committee_decision k WHERE k.corrects = d.id), false) AS decided,
    EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = coalesce(a.for_person_id, a.person_id) AND g.role = a.role AND g.valid_from <= a.at
      AND (g.valid_to IS NULL OR g.valid_to > a.at) AND (g.committee_id IS NULL OR g.committee_id = c.committee_id)) AS "heldRole",
    a.for_person_id IS NULL OR EXISTS (SELECT 1 FROM stand_in s WHERE s.id = a.stand_in_id AND s.person_id = a.for_person_id
      AND s.by_person_id = a.person_id AND s.set_at <= a.at AND s.valid_from <= a.at AND s.valid_to > a.at AND (s.ended_at IS NULL OR s.ended_at > a.at)
      AND (s.roles = '[]' OR s.roles ? a.role) AND (s.kinds = '[]' OR s.kinds ? c.kind) AND (s.committees = '[]' OR s.committees ? c.committee_id)) AS "stoodIn"
  FROM approval a JOIN response_case c ON c.id = a.case_id LEFT JOIN person p ON p.id = a.person_id LEFT JOIN person f ON f.id = a.for_person_id
  LEFT JOIN committee m ON m.id = c.committee_id LEFT JOIN committee_decision d ON d.id = a.decision_id LEFT JOIN committee b ON b.id = d.committee_id
  WHERE a.case_id = $1 AND a.chain_id = c.chain_id AND NOT EXISTS (SELECT 1 FROM approval_void v WHERE v.approval_id = a.id) ORDER BY a.at, a.id`;

const versionsSql = `SELECT v.id, v.author_id AS "authorId", v.content, v.attachments, v.sha256 FROM draft_version v
  WHERE v.case_id = $1 AND v.number <= (SELECT f.number FROM draft_version f JOIN response_case c ON c.current_version_id = f.id WHERE c.id = $1)
  ORDER BY v.number`;

interface VersionRow {
  id: string;
  authorId: string;
  content: DraftContent;
  attachments: string[];
  sha256: string;
}

/**
 * Reads the chain of a case, who approved what and by which right, and the words of every version, whose parts are hashed anew. A version whose words have
 * another hash than it had counts for nothing, nor does an approval by who lacked the role at that moment, nor what a body decided of another text, only in part,
 * or corrected since.
 */
export async function approvalGrounds(database: DataSource, caseId: string, approvalId: string): Promise<ApprovalGrounds> {
  const [chain] = await rowsOf<{ steps: ChainStep[] }>(
    database,
    'SELECT n.steps FROM response_case c JOIN approval_chain n ON n.id = c.chain_id WHERE c.id = $1',
    [caseId],
  );
  const steps = chain?.steps ?? [];
  const rows = await rowsOf<ApprovalRow>(database, approvalsSql, [caseId]);
  const versions = (await rowsOf<VersionRow>(database, versionsSql, [caseId])).map(toVersion);
  const approvals = rows.filter((row) => isEntitled(row, steps)).flatMap((row) => withParts(row, versions));
  const standing = standingOf(steps, approvals, versions);
  const letters = rows.find(({ id }) => id === approvalId);
  const authors = authorsOf(versions);
  const signers = signingSteps(steps).map((step) => approvals.find(({ id }) => id === standing.voices.get(step.id)?.at(-1)?.id));
  return {
    notTakenBack: letters !== undefined,
    byAnother: letters !== undefined && !authors.has(letters.personId ?? '') && !authors.has(letters.forPersonId ?? ''),
    entitled: letters !== undefined && isEntitled(letters, steps),
    complete: standing.complete && standing.completing?.id === approvalId && signers.every((signer) => signer !== undefined),
    signatories: signers.flatMap((signer, i) => (signer ? toSignatory(signer, i) : [])),
  };
}

function toVersion({ id, authorId, content, attachments, sha256 }: VersionRow): TextVersion {
  const sound = draftHash(content, attachments) === sha256;
  return { id, authorId, parts: sound ? draftParts(content, attachments) : { frame: 'broken', points: [] } };
}

function isEntitled(row: ApprovalRow, steps: readonly ChainStep[]): boolean {
  const { stepId, role, heldRole, stoodIn } = row;
  const step = steps.find(({ id }) => id === stepId);
  if (step?.body) return row.decided && isBodyOfStep(step.body, { kind: row.bodyKind, ofCase: row.bodyOfCase === true });
  return heldRole && stoodIn && step !== undefined && step.by.some((each) => each === role);
}

function withParts(row: ApprovalRow, versions: readonly TextVersion[]): (ApprovalRow & GivenApproval)[] {
  const version = versions.find(({ id }) => id === row.versionId);
  return version ? [{ ...row, parts: version.parts }] : [];
}

/** None for what a body decided: a body signs nothing. */
function toSignatory({ email, name, role, committee, principal }: ApprovalRow, index: number): GroundedSignatory[] {
  if (email === null || name === null || role === null) return [];
  return [{ field: signatureFieldOf(index), email, name, title: signatoryTitle(role, committee, principal) }];
}
