import { sentStates } from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { readFile, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** A published letter, as anybody may see it: nothing of the case but what the letter itself says. */
export interface PublicLetter {
  readonly id: string;
  readonly title: string;
  readonly ministryName: string;
  readonly ministryCaseNumber: string | null;
  readonly signedSha256: string;
  readonly signedAt: Date;
  readonly publishedAt: Date;
}

/** What is public, asked anew at every reading: released and not taken back, of a case that was sent, that nothing bars, and whose letter is still this one. */
const publicSql = `SELECT p.id, l.title, h.ministry_name AS "ministryName", h.case_number AS "ministryCaseNumber", p.signed_sha256 AS "signedSha256",
    l.signed_at AS "signedAt", p.released_at AS "publishedAt"
  FROM publication p JOIN response_case c ON c.id = p.case_id JOIN case_occasion h ON h.case_id = c.id JOIN letter l ON l.id = c.letter_id
  WHERE p.released_at IS NOT NULL AND p.ended_at IS NULL AND NOT publication_barred(c.id)
    AND c.state IN (${sentStates.map((state) => `'${state}'`).join(', ')}) AND c.signed_sha256 = p.signed_sha256 AND l.signed_sha256 = p.signed_sha256`;

/** The published letters, the latest published first. */
export async function publicLetters(db: DataSource, most = 200): Promise<PublicLetter[]> {
  return rowsOf(db, `${publicSql} ORDER BY p.released_at DESC, p.id LIMIT $1`, [most]);
}

/** One published letter. Errors: `request.not-found`, the same for one that was never public, is no longer or never was at all. */
export async function publicLetter(db: DataSource, id: string): Promise<PublicLetter> {
  const [letter] = await rowsOf<PublicLetter>(db, `${publicSql} AND p.id = $1`, [id]);
  if (!letter) throw new AppError('request.not-found');
  return letter;
}

/** The file that was signed and sent, byte for byte. Errors: `request.not-found`. */
export async function publicLetterFile(db: DataSource, id: string): Promise<{ bytes: Buffer; sha256: string }> {
  const { signedSha256 } = await publicLetter(db, id);
  return { bytes: (await readFile(db, signedSha256)).bytes, sha256: signedSha256 };
}
