import { type JobName, type JobPayload } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';

/** What a handler is given beside its payload. */
export interface JobContext {
  readonly workId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Whether a failure of this try is final. */
  readonly lastTry: boolean;
  /** The clock's now, when the try began. */
  readonly now: Date;
  /** Aborted when the lease is lost: what is done after that is thrown away. */
  readonly signal: AbortSignal;
  /**
   * Runs the effect and marks the work done in one transaction, in which the lease is checked again; so the effect happens once.
   * Errors: `work.stale` when another worker has taken over.
   */
  finish<T>(effect: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs a step on the way in a transaction in which the lease is checked, without marking the work done. Errors: `work.stale`. */
  step<T>(effect: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The function that does a job. One that returns without `finish` is marked done with no effect. */
export type JobHandler<J extends JobName> = (payload: JobPayload<J>, context: JobContext) => Promise<void>;

/** A handler for every job of the registry: a missing one does not compile. */
export type JobHandlers = { readonly [J in JobName]: JobHandler<J> };
