import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Where a piece of work stands: waiting, held by a worker, finished, failed for good, or no longer wanted. */
export type WorkState = 'ready' | 'leased' | 'done' | 'dead' | 'cancelled';

/** A promise: work that is due, written in the transaction that makes it due. PostgreSQL holds the truth; the queue store only rings. */
@Entity('work')
@Check('CHK_work_state', `"state" IN ('ready', 'leased', 'done', 'dead', 'cancelled')`)
@Index('IDX_work_ring', ['ringAt'], { where: `"state" = 'ready'` })
@Index('IDX_work_due', ['dueAt', 'createdAt'], { where: `"state" = 'ready'` })
@Index('IDX_work_lease', ['leaseUntil'], { where: `"state" = 'leased'` })
@Index('IDX_work_subject', ['subject', 'job'])
@Index('UQ_work_once', ['once'], { unique: true })
export class Work {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) queue: string;
  @Column({ type: 'text' }) job: string;
  @Column({ type: 'jsonb' }) payload: Record<string, string>;
  /** The object it is about (`case:<id>`), by which the repair sweep finds it. */
  @Column({ type: 'text' }) subject: string;
  /** Names the promise: a second promise of the same name is the same promise. */
  @Column({ type: 'text' }) once: string;
  @Column({ type: 'text' }) state: WorkState;
  /** Tries begun so far. */
  @Column({ type: 'integer', default: 0 }) attempt: number;
  @Column({ type: 'integer' }) mostTries: number;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  /** Not before this moment (the clock's time). */
  @Column({ type: 'timestamptz' }) dueAt: Date;
  /** When the relay next puts it on the queue (the database's time). */
  @Column({ type: 'timestamptz' }) ringAt: Date;
  @Column({ type: 'integer', default: 0 }) rings: number;
  /** Grows with every claim; a write with an older number is refused. */
  @Column({ type: 'bigint', default: 0 }) fence: string;
  @Column({ type: 'timestamptz', nullable: true }) leaseUntil: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) startedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) finishedAt: Date | null;
  @Column({ type: 'text', nullable: true }) lastError: string | null;
}
