import { type DraftContent, draftHash, sha256 } from '@genmaele/contracts';
import { type SignRequest } from '@genmaele/documents';
import { readFile, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ApprovalGrounds, approvalGrounds, type GroundedSignatory } from './approval-grounds.js';

export { type GroundedSignatory } from './approval-grounds.js';

/** What the signer found out by itself and needs to sign. */
export interface Grounds {
  readonly pdf: Buffer;
  /** In the order in which they sign. */
  readonly signatories: readonly GroundedSignatory[];
}

/** Why the signer will not sign; Danish. */
export class NoGrounds extends Error {
  override readonly name = 'NoGrounds';
}

interface Row {
  case_id: string;
  case_state: string;
  case_approval: string | null;
  case_letter: string | null;
  case_version: string | null;
  case_approved: string | null;
  case_rendered: string | null;
  approval_id: string;
  is_one_case: boolean;
  version_id: string;
  version_sha256: string;
  letter_version: string;
  rendered_sha256: string;
  signed_sha256: string | null;
  signature_field: string;
  content: DraftContent;
  attachments: string[];
  is_tried_now: boolean;
}

const question = `SELECT c.id AS case_id, c.state AS case_state, c.approval_id AS case_approval, c.letter_id AS case_letter,
    c.current_version_id AS case_version, c.approved_sha256 AS case_approved, c.rendered_sha256 AS case_rendered, a.id AS approval_id,
    a.case_id = c.id AND v.case_id = c.id AS is_one_case, a.version_id, a.version_sha256, l.version_sha256 AS letter_version, l.rendered_sha256,
    l.signed_sha256, l.signature_field, v.content, v.attachments,
    EXISTS (SELECT 1 FROM work w WHERE w.id = $2 AND w.attempt = $3 AND w.job = 'letter.sign' AND w.state = 'leased' AND w.lease_until > now()
            AND w.payload ->> 'letterId' = l.id::text AND w.payload ->> 'caseId' = c.id::text) AS is_tried_now
  FROM letter l JOIN response_case c ON c.id = l.case_id JOIN approval a ON a.id = l.approval_id JOIN draft_version v ON v.id = a.version_id
  WHERE l.id = $1`;

/**
 * Reads approvals, chain, versions, letter, roles, stand-ins and work from the database and refuses unless they are one chain: a worker is at this moment
 * at the work of signing this letter, the letter stands for the approval in force, the approval for the version in force, the version's content still has
 * its hash, every step of the chain of approval has its quorum of people who were entitled when they approved, each of every part and none its author, and
 * the file has its hash. Nothing that the caller says is believed: each id only names what is looked up. Errors: `NoGrounds`.
 */
export async function groundsFor(database: DataSource, request: SignRequest): Promise<Grounds> {
  const [row] = await rowsOf<Row>(database, question, [request.letterId, request.workId, request.attempt]);
  if (!row) throw new NoGrounds('brevet findes ikke');
  const approved = await approvalGrounds(database, row.case_id, row.approval_id);
  const reason = reasonToRefuse(row, approved, request);
  if (reason) throw new NoGrounds(reason);
  const { bytes } = await readFile(database, row.rendered_sha256);
  if (sha256(bytes) !== row.rendered_sha256) throw new NoGrounds('brevets fil svarer ikke til dens hash');
  return { pdf: bytes, signatories: approved.signatories };
}

/** Each ground with the reason it fails by, in the order of the chain. */
function reasonToRefuse(row: Row, approved: ApprovalGrounds, request: SignRequest): string | undefined {
  const grounds: [holds: boolean, reason: string][] = [
    [row.approval_id === request.approvalId, 'brevet hører til en anden godkendelse'],
    [row.signed_sha256 === null, 'brevet er allerede underskrevet'],
    [row.case_state === 'rendered', 'sagen venter ikke på en underskrift'],
    [row.is_one_case, 'godkendelse, version og brev hører ikke til samme sag'],
    [row.case_letter === request.letterId, 'sagen har et andet brev'],
    [row.case_approval === row.approval_id, 'godkendelsen er trukket tilbage'],
    [row.case_version === row.version_id, 'der er kommet en nyere version'],
    [row.case_approved === row.version_sha256, 'det godkendte er en anden version'],
    [row.letter_version === row.version_sha256, 'brevet er dannet af en anden version'],
    [row.case_rendered === row.rendered_sha256, 'brevet er ikke det, sagen har'],
    [draftHash(row.content, row.attachments) === row.version_sha256, 'versionens tekst svarer ikke til dens hash'],
    [approved.notTakenBack, 'godkendelsen er trukket tilbage'],
    [approved.byAnother, 'den, der godkendte, skrev selv udkastet'],
    [approved.entitled, 'den, der godkendte, havde ikke rollen, da det skete'],
    [approved.complete, 'godkendelsesvejen er ikke gået til ende for hver del af teksten'],
    [row.signature_field === approved.signatories.map(({ field }) => field).join(' '), 'brevet har andre underskriftsfelter end vejen'],
    [row.is_tried_now, 'ingen er i gang med at få brevet underskrevet'],
  ];
  return grounds.find(([holds]) => !holds)?.[1];
}
