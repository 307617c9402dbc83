import { Person } from '@genmaele/access';
import { type Outcome, outcomes } from '@genmaele/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommitteeRow, MembershipRow } from '../bodies/body.entity.js';
import { AgendaItemRow, MeetingRow } from '../meetings/meeting.entity.js';
import { ProcedureRow } from '../procedures/procedure.entity.js';

const outcomeList = Object.keys(outcomes)
  .map((outcome) => `'${outcome}'`)
  .join(', ');

/** One point of a draft version, and what was decided of it. */
export interface PointDecision {
  readonly pointId: string;
  readonly outcome: Outcome;
  readonly text?: string | undefined;
}

/** Who took part, and a dissent, with the name as it was then. */
export interface Participant {
  readonly membershipId: string;
  readonly name: string;
}

/** See {@link Participant}. */
export interface Dissent extends Participant {
  readonly text: string;
}

/** What a body decided on an item, or in writing. Never changed: a correction is a row of its own that names the old one. */
@Entity('committee_decision')
@Check('CHK_committee_decision_outcome', `"outcome" IN (${outcomeList})`)
@Check('CHK_committee_decision_where', `num_nonnulls("item_id", "procedure_id") = 1`)
@Check('CHK_committee_decision_corrects', `("corrects" IS NULL) = ("reason" IS NULL)`)
@Index('UQ_committee_decision_item', ['itemId'], { unique: true, where: `"corrects" IS NULL` })
@Index('UQ_committee_decision_procedure', ['procedureId'], { unique: true, where: `"corrects" IS NULL` })
@Index('UQ_committee_decision_corrects', ['corrects'], { unique: true })
@Index('IDX_committee_decision_case_id', ['caseId'])
export class DecisionRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => MeetingRow) meetingId: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => AgendaItemRow) itemId: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => ProcedureRow) procedureId: string | null;
  @Column({ type: 'uuid', nullable: true }) caseId: string | null;
  /** The version the members had before them. */
  @Column({ type: 'text', nullable: true }) versionSha256: string | null;
  @Column({ type: 'text' }) outcome: Outcome;
  @Column({ type: 'text', nullable: true }) changes: string | null;
  @Column({ type: 'jsonb' }) points: PointDecision[];
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => MeetingRow) postponedTo: string | null;
  @Column({ type: 'jsonb' }) participants: Participant[];
  /** How many seats could take part; more than half of them make a quorum. */
  @Column({ type: 'integer' }) eligible: number;
  @Column({ type: 'boolean' }) quorate: boolean;
  @Column({ type: 'jsonb' }) dissents: Dissent[];
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => DecisionRow) corrects: string | null;
  @Column({ type: 'text', nullable: true }) reason: string | null;
  /** Null for the system, which closes a written procedure. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) recordedBy: string | null;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** The minutes of a meeting as they were sent to its members; a corrected set gets the next number. Never changed. */
@Entity('meeting_minutes')
@Index('UQ_meeting_minutes_number', ['meetingId', 'number'], { unique: true })
export class MinutesRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  @Column({ type: 'integer' }) number: number;
  @Column({ type: 'jsonb' }) content: object;
  /** Over the canonical content. */
  @Column({ type: 'text' }) sha256: string;
  /** Whoever has not objected by then has confirmed. */
  @Column({ type: 'timestamptz' }) deadline: Date;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) sentBy: string | null;
  @Column({ type: 'timestamptz' }) sentAt: Date;
}

/** What a member answered to the minutes; until they are locked the answer may be changed. */
@Entity('minutes_reply')
@Check('CHK_minutes_reply_kind', `"kind" IN ('confirmed', 'objection')`)
export class MinutesReplyRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MinutesRow) minutesId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MembershipRow) membershipId: string;
  @Column({ type: 'text' }) kind: 'confirmed' | 'objection';
  @Column({ type: 'text', nullable: true }) text: string | null;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) writtenBy: string;
  @Column({ type: 'timestamptz' }) at: Date;
}
