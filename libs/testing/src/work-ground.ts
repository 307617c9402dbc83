import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { type JobContext, type OnDead, promiseWork, Sweeper, type WorkRunner } from '@genmaele/jobs';
import { type TestHouse } from './test-house.js';
import { testRunner } from './test-work.js';

type RunnerOptions = Parameters<typeof testRunner>[1];

/** A row of work as the tests of its keeping look at it. */
export interface WorkRow {
  state: string;
  attempt: number;
  last_error: string | null;
  due_at: Date;
}

/** The simplest of work, for tests of how work is kept: readings of a bill, each of which leaves a line in the log. */
export class WorkGround {
  readonly hearingId = randomUUID();
  /** Whom the works of this test are about; a new one for each test. */
  readonly subject = `test:${randomUUID()}`;

  constructor(private readonly house: TestHouse) {}

  /** Promises a reading of a bill. */
  promise(once: string = randomUUID(), dueAt = this.house.clock.now()): Promise<string> {
    const { hearingId, subject, house } = this;
    return house.tx((tx) => promiseWork(tx, 'bill.read', { hearingId }, { subject, once, dueAt, now: house.clock.now() }));
  }

  /** A runner whose `bill.read` does this. */
  runner(read: (context: JobContext) => Promise<void>, options: RunnerOptions = {}): WorkRunner {
    return testRunner(this.house, { changed: { 'bill.read': (_payload, context) => read(context) }, ...options });
  }

  async workOf(id: string): Promise<WorkRow> {
    const [row] = await this.house.rows<WorkRow>('SELECT * FROM work WHERE id = $1', [id]);
    if (!row) throw new Error(`there is no work ${id}`);
    return row;
  }

  /** The lease of a work runs out now. */
  letLeaseExpire(id: string): Promise<unknown> {
    return this.house.rows(`UPDATE work SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
  }

  sweeper(onDead?: { onDead?: OnDead }): Sweeper {
    return new Sweeper(this.house.database, this.house.clock, this.house.log, { repairs: [], ...onDead });
  }

  /** Ends the work with a line in the log: what was really done. */
  readonly mark = (context: JobContext, action = 'test.effect'): Promise<void> =>
    context.finish((tx) => appendAudit(tx, { action, subject: this.subject }, context.now));

  async effects(): Promise<number> {
    return (await this.house.rows('SELECT 1 FROM audit_entry WHERE subject = $1', [this.subject])).length;
  }
}
