import { type DraftContent, draftHash } from '@genmaele/contracts';
import { readFile, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** What the signer found out by itself and needs to sign. */
export interface Grounds {
  readonly pdf: Buffer;
  readonly field: string;
  readonly signatoryName: string;
  readonly signatoryFunction: string;
}

/** Why the signer will not sign; Danish. */
export class NoGrounds extends Error {
  override readonly name = 'NoGrounds';
}

interface Row {
  case_state: string;
  case_approval: string | null;
  case_approved: string | null;
  case_rendered: string | null;
  approval_id: string;
  version_sha256: string;
  letter_version: string;
  rendered_sha256: string;
  signature_field: string;
  content: DraftContent;
  attachments: string[];
  author_id: string;
  approver_id: string;
  approver_name: string;
  committee_name: string | null;
  held_role: boolean;
}

/**
 * Reads approval, version, letter and role from the database and refuses unless they are one chain: the letter stands for the approval in
 * force, the approval for the version, the version's content still has its hash, the approver was chair of the case's committee when
 * approving and did not write the version, and the file has its hash. Nothing that the caller says is believed but the letter's id.
 */
export async function groundsFor(database: DataSource, letterId: string): Promise<Grounds> {
  const [row] = await rowsOf<Row>(
    database,
    `SELECT c.state AS case_state, c.approval_id AS case_approval, c.approved_sha256 AS case_approved, c.rendered_sha256 AS case_rendered,
            a.id AS approval_id, a.version_sha256, l.version_sha256 AS letter_version, l.rendered_sha256, l.signature_field,
            v.content, v.attachments, v.author_id, a.person_id AS approver_id, p.name AS approver_name, m.name AS committee_name,
            EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = a.person_id AND g.role = 'chair' AND g.valid_from <= a.at
                    AND (g.valid_to IS NULL OR g.valid_to > a.at) AND (g.committee_id IS NULL OR g.committee_id = c.committee_id)) AS held_role
     FROM letter l JOIN response_case c ON c.id = l.case_id JOIN approval a ON a.id = l.approval_id
     JOIN draft_version v ON v.id = a.version_id JOIN person p ON p.id = a.person_id LEFT JOIN committee m ON m.id = c.committee_id
     WHERE l.id = $1`,
    [letterId],
  );
  if (!row) throw new NoGrounds('brevet findes ikke');
  const reason = reasonToRefuse(row);
  if (reason) throw new NoGrounds(reason);
  const { bytes } = await readFile(database, row.rendered_sha256);
  return {
    pdf: bytes,
    field: row.signature_field,
    signatoryName: row.approver_name,
    signatoryFunction: row.committee_name ? `Formand for ${row.committee_name}` : 'Formand',
  };
}

/** Each ground with the reason it fails by, in the order of the chain. */
function reasonToRefuse(row: Row): string | undefined {
  const grounds: [holds: boolean, reason: string][] = [
    [row.case_state === 'rendered', 'sagen venter ikke på en underskrift'],
    [row.case_approval === row.approval_id, 'godkendelsen er trukket tilbage'],
    [row.case_approved === row.version_sha256, 'det godkendte er en anden version'],
    [row.letter_version === row.version_sha256, 'brevet er dannet af en anden version'],
    [row.case_rendered === row.rendered_sha256, 'brevet er ikke det, sagen har'],
    [draftHash(row.content, row.attachments) === row.version_sha256, 'versionens tekst svarer ikke til dens hash'],
    [row.approver_id !== row.author_id, 'den, der godkendte, skrev selv udkastet'],
    [row.held_role, 'den, der godkendte, var ikke formand for udvalget'],
  ];
  return grounds.find(([holds]) => !holds)?.[1];
}
