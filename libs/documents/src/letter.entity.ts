import { Approval, ResponseCase } from '@genmaele/cases';
import { type DraftTemplate } from '@genmaele/contracts';
import { StoredFile } from '@genmaele/platform';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The letter that an approval became: one for each approval. Its files are kept by their hashes. */
@Entity('letter')
@Index('UQ_letter_approval_id', ['approvalId'], { unique: true })
@Index('IDX_letter_case_id', ['caseId'])
export class Letter {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Approval) approvalId: string;
  @Column({ type: 'text' }) template: DraftTemplate;
  @Column({ type: 'text' }) title: string;
  /** The approved version it was made from. */
  @Column({ type: 'text' }) versionSha256: string;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) renderedSha256: string;
  /** The texts a screen reader must speak, as JSON, for judges. */
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) heardSha256: string;
  /** The names of its signature fields in the order of the signatures, with a blank between. */
  @Column({ type: 'text' }) signatureField: string;
  @Column({ type: 'timestamptz' }) renderedAt: Date;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => StoredFile) signedSha256: string | null;
  @Column({ type: 'text', nullable: true }) signatureLevel: string | null;
  @Column({ type: 'text', nullable: true }) signerName: string | null;
  @Column({ type: 'timestamptz', nullable: true }) signedAt: Date | null;
}
