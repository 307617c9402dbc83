import { Person } from '@genmaele/access';
import { type ReservationKind, type ReservationReason } from '@genmaele/contracts';
import { type ReservationState } from '@genmaele/workflow';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ResponseCase } from './case.entity.js';

/** A reservation that a case's letter takes: political and economic are two objects. At most one of each kind is open on a case. */
@Entity('reservation')
@Check('CHK_reservation_kind', `"kind" IN ('political', 'economic')`)
@Check('CHK_reservation_reason', `"reason" IN ('no-time-within-deadline', 'administrative-level', 'negotiated-separately')`)
@Check('CHK_reservation_lifted_by', `"lifted_by" IN ('meeting', 'decision')`)
@Check('CHK_reservation_state', `"state" IN ('taken', 'confirmed', 'changed', 'withdrawn')`)
@Index('IDX_reservation_case_id', ['caseId'])
@Index('UQ_reservation_open', ['caseId', 'kind'], { unique: true, where: `"state" = 'taken'` })
export class Reservation {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'text' }) kind: ReservationKind;
  @Column({ type: 'text' }) reason: ReservationReason;
  /** The letter's words; null for the association's standing ones. */
  @Column({ type: 'text', nullable: true }) wording: string | null;
  /** What ends it: a body's meeting, or a decision taken elsewhere. */
  @Column({ type: 'text' }) liftedBy: 'meeting' | 'decision';
  /** The meeting whose agenda it is on, once it is. */
  @Column({ type: 'uuid', nullable: true }) meetingId: string | null;
  /** Which decision, when no meeting lifts it. */
  @Column({ type: 'text', nullable: true }) decisionText: string | null;
  @Column({ type: 'text', update: false }) state: ReservationState;
  @Column({ type: 'integer', update: false }) version: number;
  @Column({ type: 'uuid', nullable: true }) agendaItemId: string | null;
  /** The day on which somebody looks at it again at the latest. */
  @Column({ type: 'date' }) reviewOn: string;
  /** The supplementary response that a changed answer led to. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => ResponseCase) supplementCaseId: string | null;
  @Column({ type: 'timestamptz' }) takenAt: Date;
  @Column({ type: 'timestamptz' }) changedAt: Date;
}

/** One step of a reservation: who, from where to where, why. Never changed. */
@Entity('reservation_step')
export class ReservationStep {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Reservation) reservationId: string;
  @PrimaryColumn({ type: 'integer' }) version: number;
  @Column({ type: 'text', nullable: true }) fromState: string | null;
  @Column({ type: 'text' }) toState: string;
  @Column({ type: 'text' }) action: string;
  /** Null for the system. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) actorId: string | null;
  @Column({ type: 'text', nullable: true }) reason: string | null;
  /** The body's decision that it follows from. */
  @Column({ type: 'uuid', nullable: true }) decisionId: string | null;
  @Column({ type: 'timestamptz' }) at: Date;
}
