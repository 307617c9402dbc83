import { type JobName } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, caseStates, jobsThatLeave } from '@genmaele/workflow';
import { promiseFollowing } from './case-promises.js';

/** The states that only the system leaves, each with the jobs that do it: from the workflow table. */
const watched: [CaseState, JobName[]][] = caseStates
  .map((state): [CaseState, JobName[]] => [state, jobsThatLeave(state)])
  .filter(([, jobs]) => jobs.length > 0);

interface StuckCase {
  id: string;
  version: number;
  approval_id: string | null;
  letter_id: string | null;
  dispatch_id: string | null;
}

/**
 * Finds cases that wait for the system although nothing is promised that would move them, and promises it. In a sound system there are none;
 * work that has failed for good is left for a person, unless it belonged to an earlier step of the case. Returns how many were mended.
 */
export async function repairStuckCases(tx: Tx, now: Date): Promise<number> {
  let mended = 0;
  for (const [state, jobs] of watched) {
    const stuck = await rowsOf<StuckCase>(
      tx,
      `SELECT c.id, c.version, c.approval_id, c.letter_id, c.dispatch_id FROM response_case c
       WHERE c.state = $1 AND NOT EXISTS
         (SELECT 1 FROM work w WHERE w.subject = 'case:' || c.id AND w.job = ANY($2)
            AND (w.state IN ('ready', 'leased') OR w.state = 'dead' AND w.created_at >= c.changed_at))
       FOR UPDATE OF c SKIP LOCKED`,
      [state, jobs],
    );
    for (const found of stuck) {
      const ids = optional({ approvalId: found.approval_id, letterId: found.letter_id, dispatchId: found.dispatch_id });
      await promiseFollowing(tx, jobs, { caseId: found.id, ...ids }, `${found.id}:${found.version}:repair:${now.getTime()}`, now);
    }
    mended += stuck.length;
  }
  return mended;
}

function optional(ids: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(ids).flatMap(([name, id]) => (id ? [[name, id]] : [])));
}
