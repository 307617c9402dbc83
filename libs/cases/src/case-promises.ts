import { AppError, type JobName } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';

/** The ids a promised job may carry. */
export interface PromiseIds {
  readonly caseId: string;
  /** The tasks to ask for; none is right when nobody new is asked. */
  readonly taskIds?: readonly string[];
  readonly approvalId?: string;
  readonly letterId?: string;
  readonly dispatchId?: string;
}

function has(id: string | undefined, name: string): string {
  if (!id) throw new AppError('request.failed', { requestId: name });
  return id;
}

/** Promises the work that the workflow table says an action causes. `once` names the step, so the same step promises it once. */
export async function promiseFollowing(tx: Tx, jobs: readonly JobName[], ids: PromiseIds, once: string, now: Date): Promise<void> {
  const { caseId } = ids;
  const options = { subject: `case:${caseId}`, once, dueAt: now, now };
  for (const job of jobs) {
    switch (job) {
      case 'committee.ask':
      case 'approval.ask':
        for (const taskId of ids.taskIds ?? []) await promiseWork(tx, job, { caseId, taskId }, { ...options, once: taskId });
        break;
      case 'letter.render':
        await promiseWork(tx, job, { caseId, approvalId: has(ids.approvalId, 'approvalId') }, options);
        break;
      case 'letter.sign':
        await promiseWork(tx, job, { caseId, letterId: has(ids.letterId, 'letterId') }, options);
        break;
      case 'letter.send':
        await promiseWork(tx, job, { caseId, dispatchId: has(ids.dispatchId, 'dispatchId') }, options);
        break;
      default:
        throw new AppError('work.unknown-job', { job });
    }
  }
}
