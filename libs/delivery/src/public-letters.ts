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
  /** The number of KLE that somebody chose for the case; one that is only proposed is nobody's word. */
  readonly topic: string | null;
  readonly topicTitle: string | null;
}

/** What is asked of the published letters. */
export interface PublicSearch {
  /** From 1. */
  readonly page: number;
  /** All of them stand in the title, in part of a word or whole, great or small. */
  readonly words: readonly string[];
  /** A number of KLE; a group has what is in its subjects (`02` has `02.34.05`). */
  readonly topic?: string | undefined;
}

/** A topic with how many published letters it has. */
export interface PublicTopic {
  readonly number: string;
  readonly title: string | null;
  readonly letters: number;
}

/** One page of what was asked for, the latest published first. */
export interface PublicPage {
  readonly letters: readonly PublicLetter[];
  /** How many there are on all pages. */
  readonly total: number;
  readonly pages: number;
}

/** What is public, asked anew at every reading: released and not taken back, of a case that was sent, that nothing bars, and whose letter is still this one. */
const publicRows = `SELECT p.id, l.title, h.ministry_name AS "ministryName", h.case_number AS "ministryCaseNumber", p.signed_sha256 AS "signedSha256",
    l.signed_at AS "signedAt", p.released_at AS "publishedAt", CASE WHEN c.kle_by IS NOT NULL THEN c.kle_number END AS topic
  FROM publication p JOIN response_case c ON c.id = p.case_id JOIN case_occasion h ON h.case_id = c.id JOIN letter l ON l.id = c.letter_id
  WHERE p.released_at IS NOT NULL AND p.ended_at IS NULL AND NOT publication_barred(c.id)
    AND c.state IN (${sentStates.map((state) => `'${state}'`).join(', ')}) AND c.signed_sha256 = p.signed_sha256 AND l.signed_sha256 = p.signed_sha256`;

/** A number's title as it was last; null when no edition of KLE has it. */
const titleOf = (number: string): string =>
  `(SELECT k.title FROM kle_subject k WHERE k.number = ${number} ORDER BY k.valid_from DESC LIMIT 1)`;

const publicSql = `SELECT u.*, ${titleOf('u.topic')} AS "topicTitle" FROM (${publicRows}) u`;

/** How many letters a page has. */
export const publicPageSize = 50;

/** One page of the published letters that were asked for. Errors: `request.not-found` for a page after the last. */
export async function publicLetters(db: DataSource, { page, words, topic }: PublicSearch): Promise<PublicPage> {
  const asked = `WHERE u.title ILIKE ALL ($1::text[]) AND ($2::text IS NULL OR u.topic = $2 OR starts_with(u.topic, $2 || '.'))`;
  const parameters = [words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`), topic ?? null];
  const [counted] = await rowsOf<{ total: number }>(db, `SELECT count(*)::int AS total FROM (${publicRows}) u ${asked}`, parameters);
  const total = counted?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / publicPageSize));
  if (page > pages) throw new AppError('request.not-found');
  const order = `ORDER BY u."publishedAt" DESC, u.id LIMIT ${publicPageSize} OFFSET $3`;
  const letters = await rowsOf<PublicLetter>(db, `${publicSql} ${asked} ${order}`, [...parameters, (page - 1) * publicPageSize]);
  return { letters, total, pages };
}

/** The topics that have something published, by number. */
export async function publicTopics(db: DataSource): Promise<PublicTopic[]> {
  return rowsOf(
    db,
    `SELECT u.topic AS number, ${titleOf('u.topic')} AS title, count(*)::int AS letters FROM (${publicRows}) u
     WHERE u.topic IS NOT NULL GROUP BY u.topic ORDER BY u.topic`,
  );
}

/** One published letter. Errors: `request.not-found`, the same for one that was never public, is no longer or never was at all. */
export async function publicLetter(db: DataSource, id: string): Promise<PublicLetter> {
  const [letter] = await rowsOf<PublicLetter>(db, `${publicSql} WHERE u.id = $1`, [id]);
  if (!letter) throw new AppError('request.not-found');
  return letter;
}

/** The file that was signed and sent, byte for byte. Errors: `request.not-found`. */
export async function publicLetterFile(db: DataSource, id: string): Promise<{ bytes: Buffer; sha256: string }> {
  const { signedSha256 } = await publicLetter(db, id);
  return { bytes: (await readFile(db, signedSha256)).bytes, sha256: signedSha256 };
}
