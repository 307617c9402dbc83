import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the log's chain stood at a moment: its last line's number and hash, with a time stamp (RFC 3161, DER) when there is an authority. */
@Entity('audit_anchor')
export class AuditAnchorRow {
  @PrimaryColumn({ type: 'bigint' }) seq: string;
  @Column({ type: 'text' }) hash: string;
  @Column({ type: 'timestamptz' }) at: Date;
  @Column({ type: 'bytea', nullable: true }) token: Buffer | null;
}
