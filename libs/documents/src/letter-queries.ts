import { AppError } from '@genmaele/contracts';
import { readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type LetterLook } from './letter-settings.js';
import { drawLetter, letterOf, sourceOfDraft } from './letter-source.js';

/** A letter's facts. */
export interface LetterView {
  id: string;
  title: string;
  template: string;
  versionSha256: string;
  renderedSha256: string;
  heardSha256: string;
  signedSha256: string | null;
  signatureLevel: string | null;
  signerName: string | null;
  signedAt: Date | null;
}

const columns = `id, title, template, version_sha256 AS "versionSha256", rendered_sha256 AS "renderedSha256", heard_sha256 AS "heardSha256",
  signed_sha256 AS "signedSha256", signature_level AS "signatureLevel", signer_name AS "signerName", signed_at AS "signedAt"`;

/** The case's letter. Errors: `letter.not-found`. */
export async function letterOfCase(db: DataSource | Tx, caseId: string): Promise<LetterView> {
  const [letter] = await rowsOf<LetterView>(
    db,
    `SELECT ${columns} FROM letter WHERE id = (SELECT letter_id FROM response_case WHERE id = $1)`,
    [caseId],
  );
  if (!letter) throw new AppError('letter.not-found');
  return letter;
}

/** The letter as a file: signed when it is, else as rendered. Errors: `letter.not-found`. */
export async function letterFile(db: DataSource, caseId: string): Promise<{ bytes: Buffer; sha256: string; signed: boolean }> {
  const letter = await letterOfCase(db, caseId);
  const sha256 = letter.signedSha256 ?? letter.renderedSha256;
  return { bytes: (await readFile(db, sha256)).bytes, sha256, signed: letter.signedSha256 !== null };
}

/** What the draft in force would look like as a letter. Errors: `letter.not-found`, `draft.character-unprintable`. */
export async function previewLetter(db: DataSource, caseId: string, now: Date, look: LetterLook): Promise<Buffer> {
  return drawLetter(letterOf(await sourceOfDraft(db, caseId, undefined, now, look), 'draft', look), look).bytes;
}
