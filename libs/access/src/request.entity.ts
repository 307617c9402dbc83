import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request that came with an idempotency key, and its answer once there is one, so that the same request is not carried out twice. */
@Entity('kept_answer')
@Index('IDX_kept_answer_begun_at', ['begunAt'])
export class KeptAnswer {
  /** SHA-256 over the person and the key they chose. */
  @PrimaryColumn({ type: 'text' }) key: string;
  /** SHA-256 over method, address, content and files. */
  @Column({ type: 'text' }) requestSha256: string;
  @Column({ type: 'timestamptz' }) begunAt: Date;
  /** Null while the request is being carried out. */
  @Column({ type: 'integer', nullable: true }) status: number | null;
  @Column({ type: 'jsonb', nullable: true }) headers: Record<string, string> | null;
  @Column({ type: 'bytea', nullable: true }) body: Buffer | null;
}

/** How many requests of one kind came from one person or address within the window that began at a time. */
@Entity('request_count')
export class RequestCount {
  @PrimaryColumn({ type: 'text' }) key: string;
  @PrimaryColumn({ type: 'timestamptz' }) fromAt: Date;
  @Column({ type: 'integer' }) count: number;
}
