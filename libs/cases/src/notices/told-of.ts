import { rowsOf, type Tx } from '@genmaele/platform';
import { namedOnCase } from '../confide-case.js';

/** Who is to be told of a case. */
export interface Told {
  readonly id: string;
  readonly email: string;
  /** Told only because they are named on a closed case, and nobody named on it holds the role that is to be told. */
  readonly inStead: boolean;
}

/**
 * Those of the people with these ids who may be told of the case at `now`: all with an open account, of a closed case those alone who are named on
 * it. When that is nobody, everyone who is named on it is told in their stead, so that nothing of a closed case waits unseen.
 */
export async function toldOf(tx: Tx, caseId: string, personIds: readonly string[], now: Date): Promise<Told[]> {
  const [found] = await rowsOf<{ confidential: boolean }>(tx, 'SELECT confidential FROM response_case WHERE id = $1', [caseId]);
  if (!found?.confidential) return addressed(tx, personIds, false);
  const named = await namedOnCase(tx, caseId, now);
  const both = await addressed(
    tx,
    personIds.filter((id) => named.includes(id)),
    false,
  );
  return both.length > 0 ? both : addressed(tx, named, true);
}

async function addressed(tx: Tx, ids: readonly string[], inStead: boolean): Promise<Told[]> {
  const people = await rowsOf<{ id: string; email: string }>(
    tx,
    'SELECT id, email FROM person WHERE id = ANY($1::uuid[]) AND disabled_at IS NULL ORDER BY name, id',
    [ids],
  );
  return people.map((person) => ({ ...person, inStead }));
}
