import { Person } from '@genmaele/access';
import { type Role } from '@genmaele/contracts';
import { Hearing } from '@genmaele/intake';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ResponseCase } from './case.entity.js';
import { type StepMove } from './plan-moves.js';

/** Days, both inclusive, on which the office is closed beside the law's own. */
@Entity('closing_day')
@Check('CHK_closing_day_span', `"first_day" <= "last_day"`)
export class ClosingDayRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'date' }) firstDay: string;
  @Column({ type: 'date' }) lastDay: string;
  @Column({ type: 'timestamptz' }) setAt: Date;
}

/** Days on which a person, or everyone with a role, is away. Why is nobody's business. */
@Entity('absence')
@Check('CHK_absence_who', `("person_id" IS NULL) <> ("role" IS NULL)`)
@Check('CHK_absence_span', `"first_day" <= "last_day"`)
export class AbsenceRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) personId: string | null;
  @Column({ type: 'text', nullable: true }) role: Role | null;
  @Column({ type: 'date' }) firstDay: string;
  @Column({ type: 'date' }) lastDay: string;
  @Column({ type: 'timestamptz' }) setAt: Date;
}

/** The schools' summer holiday of a year, where it is not the usual one. */
@Entity('school_holiday')
@Check('CHK_school_holiday_span', `"first_day" <= "last_day"`)
export class SchoolHolidayRow {
  @PrimaryColumn({ type: 'integer' }) year: number;
  @Column({ type: 'date' }) firstDay: string;
  @Column({ type: 'date' }) lastDay: string;
  @Column({ type: 'timestamptz' }) setAt: Date;
}

/** A hearing's deadline as a person corrected it, and why. Never changed. */
@Entity('deadline_change')
@Index('IDX_deadline_change_hearing_id', ['hearingId'])
export class DeadlineChange {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  @Column({ type: 'text' }) fromDeadline: string;
  @Column({ type: 'text' }) toDeadline: string;
  @Column({ type: 'text' }) reason: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** What moved in a case's plan when something it is counted with changed, and whom that touches. `workId` is the work that planned anew. */
@Entity('plan_move')
@Index('IDX_plan_move_case_id', ['caseId', 'at'])
@Index('UQ_plan_move_work_id', ['workId', 'caseId'], { unique: true })
export class PlanMove {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'uuid' }) workId: string;
  /** Danish. */
  @Column({ type: 'text' }) cause: string;
  @Column({ type: 'jsonb' }) moves: StepMove[];
  /** E-mail addresses. */
  @Column({ type: 'jsonb' }) recipients: string[];
  @Column({ type: 'timestamptz' }) at: Date;
  @Column({ type: 'timestamptz', nullable: true }) toldAt: Date | null;
}
