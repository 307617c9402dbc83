import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A line of the log that the application may only add to. `hash` covers the line and the hash before it. */
@Entity('audit_entry')
@Index('IDX_audit_entry_subject', ['subject'])
export class AuditEntry {
  /** 1, 2, 3 … without a gap. */
  @PrimaryColumn({ type: 'bigint' }) seq: string;
  @Column({ type: 'timestamptz' }) at: Date;
  @Column({ type: 'uuid', nullable: true }) actorId: string | null;
  @Column({ type: 'text' }) action: string;
  @Column({ type: 'text' }) subject: string;
  @Column({ type: 'jsonb' }) facts: Record<string, string | number | boolean | null>;
  @Column({ type: 'text', nullable: true }) requestId: string | null;
  @Column({ type: 'text' }) previousHash: string;
  @Column({ type: 'text' }) hash: string;
}
