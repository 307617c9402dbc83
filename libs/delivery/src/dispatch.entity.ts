import { ResponseCase } from '@genmaele/cases';
import { Letter } from '@genmaele/documents';
import { StoredFile } from '@genmaele/platform';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** How far a mail has come. Until `committing` the server cannot have accepted it; from there on it must be looked for before it is sent again. `returned` came back after it was sent. */
export type DispatchState = 'sending' | 'committing' | 'sent' | 'uncertain' | 'refused' | 'returned';

/** The evidence of how a letter left for one of those it goes to: exactly which bytes, to whom, under which Message-ID, and what the server said. */
@Entity('dispatch')
@Check('CHK_dispatch_state', `"state" IN ('sending', 'committing', 'sent', 'uncertain', 'refused', 'returned')`)
@Index('UQ_dispatch_message_id', ['messageId'], { unique: true })
@Index('IDX_dispatch_case_id', ['caseId'])
@Index('UQ_dispatch_sending_recipient', ['sendingId', 'recipient'], { unique: true })
export class Dispatch {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Letter) letterId: string;
  /** What the case calls the sending that this is part of: one for everyone the letter goes to. */
  @Column({ type: 'uuid' }) sendingId: string;
  @Column({ type: 'text' }) recipient: string;
  /** The first mail with this letter to this address is 1. */
  @Column({ type: 'integer' }) round: number;
  @Column({ type: 'text' }) subject: string;
  @Column({ type: 'text' }) messageId: string;
  /** The whole mail as it leaves, kept before it leaves. */
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) mailSha256: string;
  @Column({ type: 'text' }) attachmentSha256: string;
  @Column({ type: 'text' }) state: DispatchState;
  /** How often the mail's end was about to be sent. */
  @Column({ type: 'integer', default: 0 }) commits: number;
  @Column({ type: 'jsonb', default: () => `'{}'` }) evidence: Record<string, string | number | boolean>;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) sentAt: Date | null;
}

/** A mail that came to the association's mailbox; each is taken in once, by its bytes. */
@Entity('incoming_mail')
@Index('UQ_incoming_mail_sha256', ['sha256'], { unique: true })
export class IncomingMailRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) sha256: string;
  @Column({ type: 'text', nullable: true }) messageId: string | null;
  @Column({ type: 'text' }) sender: string;
  @Column({ type: 'text' }) subject: string;
  @Column({ type: 'text' }) outcome: 'new' | 'receipt' | 'failure' | 'doubtful' | 'unrelated';
  @Column({ type: 'timestamptz' }) receivedAt: Date;
}

/** What came back on a dispatch. */
@Entity('receipt')
@Index('IDX_receipt_dispatch_id', ['dispatchId'])
export class Receipt {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Dispatch) dispatchId: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => IncomingMailRow) incomingMailId: string;
  @Column({ type: 'text' }) kind: 'answer' | 'automatic-answer' | 'delivered' | 'failed' | 'read';
  @Column({ type: 'timestamptz' }) at: Date;
}
