import { Hearing, MinistryRow } from '@genmaele/intake';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { type CaseEventKind, type EventRecipient } from '@genmaele/contracts';
import { ResponseCase } from './case.entity.js';

/** A case answers a hearing. The case's own `hearingId` is the leading one; a response may answer several, and a hearing may have several cases. */
@Entity('case_hearing')
@Index('IDX_case_hearing_hearing_id', ['hearingId'])
export class CaseHearing {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  @Column({ type: 'timestamptz' }) linkedAt: Date;
  @Column({ type: 'uuid', nullable: true }) linkedBy: string | null;
}

/**
 * What set a case off when no hearing did, or gave it a date of its own: a ministerial letter's proposal, agreement or negotiation, a supplement's
 * decision. `deadline` is the day wished for, as a hearing's is written. Read together with hearings through the view `case_occasion`.
 */
@Entity('case_event')
@Check('CHK_case_event_kind', `"kind" IN ('proposal', 'agreement', 'negotiation', 'decision')`)
export class CaseEvent {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'text' }) kind: CaseEventKind;
  @Column({ type: 'text' }) title: string;
  /** The day of the event. */
  @Column({ type: 'date' }) date: string;
  @Column({ type: 'text' }) @ForeignKey(() => MinistryRow) ministryId: string;
  @Column({ type: 'text' }) ministryName: string;
  @Column({ type: 'jsonb', default: () => `'[]'` }) recipients: EventRecipient[];
  @Column({ type: 'text', nullable: true }) replyTo: string | null;
  @Column({ type: 'text' }) deadline: string;
  @Column({ type: 'timestamptz' }) deadlineAt: Date;
}
