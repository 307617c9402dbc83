import { AppError, sha256 } from '@genmaele/contracts';
import { type DataSource } from 'typeorm';
import { rowsOf, type Tx } from './database.js';

/**
 * Keeps bytes under their SHA-256, in the caller's transaction: a file is there exactly when the row that speaks of it is.
 * The same bytes are kept once. Returns the hash.
 */
export async function keepFile(tx: Tx, bytes: Buffer, mediaType: string, now: Date): Promise<string> {
  const hash = sha256(bytes);
  await tx.query(
    `INSERT INTO stored_file (sha256, media_type, byte_size, bytes, stored_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sha256) DO NOTHING`,
    [hash, mediaType, bytes.length, bytes, now],
  );
  return hash;
}

/** The bytes of a file, checked against the hash they are asked by. Errors: `letter.chain-broken` when they do not match. */
export async function readFile(db: Tx | DataSource, hash: string): Promise<{ bytes: Buffer; mediaType: string }> {
  const [row] = await rowsOf<{ bytes: Buffer; media_type: string }>(db, 'SELECT bytes, media_type FROM stored_file WHERE sha256 = $1', [
    hash,
  ]);
  if (!row) throw new AppError('request.not-found');
  if (sha256(row.bytes) !== hash) throw new AppError('letter.chain-broken', { link: `filen ${hash.slice(0, 12)}` });
  return { bytes: row.bytes, mediaType: row.media_type };
}
