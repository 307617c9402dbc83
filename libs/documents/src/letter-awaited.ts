import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** What a case waits for in the state: the letter of its approval, or the signature of its letter. */
const columns = { approved: 'approval_id', rendered: 'letter_id' } as const;

/**
 * Whether the case still waits for what this approval or letter is to become. An approval that was taken back meanwhile leaves work that
 * nobody wants: it ends without a word. In a transaction the case stays as it was found.
 */
export async function isAwaited(db: DataSource | Tx, caseId: string, state: keyof typeof columns, id: string): Promise<boolean> {
  const found = await rowsOf(db, `SELECT 1 FROM response_case WHERE id = $1 AND state = $2 AND ${columns[state]} = $3 FOR UPDATE`, [
    caseId,
    state,
    id,
  ]);
  return found.length > 0;
}
