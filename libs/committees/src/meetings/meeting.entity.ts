import { Person } from '@genmaele/access';
import { StoredFile } from '@genmaele/platform';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommitteeRow, MembershipRow } from '../bodies/body.entity.js';
import { type MeetingState, meetingStates } from './meeting-steps.js';

const stateList = Object.keys(meetingStates)
  .map((state) => `'${state}'`)
  .join(', ');

/** A meeting of a body: what is to be treated must be handed in on the day the agenda closes. `meeting-actions.ts` alone moves its state. */
@Entity('committee_meeting')
@Check('CHK_committee_meeting_state', `"state" IN (${stateList})`)
@Index('UQ_committee_meeting_day', ['committeeId', 'date'], { unique: true })
export class MeetingRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @Column({ type: 'date' }) date: string;
  /** `HH:MM` in Copenhagen. */
  @Column({ type: 'text', nullable: true }) startTime: string | null;
  @Column({ type: 'text', nullable: true }) place: string | null;
  @Column({ type: 'text', nullable: true }) onlineUrl: string | null;
  @Column({ type: 'date' }) agendaClose: string;
  /** When the papers go to the members. */
  @Column({ type: 'date', nullable: true }) papersDate: string | null;
  @Column({ type: 'text', default: 'planned', update: false }) state: MeetingState;
  /** Grows with every step and every change of the plan. */
  @Column({ type: 'integer', default: 1, update: false }) version: number;
}

/** An item of an agenda. It holds a case's id and the hash of the version the members read, and nothing else of the case. */
@Entity('agenda_item')
@Check('CHK_agenda_item_case', `("case_id" IS NULL) = ("version_sha256" IS NULL)`)
@Check('CHK_agenda_item_late', `NOT "late" OR "late_reason" IS NOT NULL`)
@Index('IDX_agenda_item_meeting_id', ['meetingId'])
@Index('UQ_agenda_item_case', ['meetingId', 'caseId'], { unique: true, where: `"withdrawn_at" IS NULL` })
export class AgendaItemRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  /** Orders the items; the number that is printed is the place among those that stand. */
  @Column({ type: 'integer' }) position: number;
  @Column({ type: 'text' }) title: string;
  @Column({ type: 'boolean' }) open: boolean;
  @Column({ type: 'uuid', nullable: true }) caseId: string | null;
  @Column({ type: 'text', nullable: true }) versionSha256: string | null;
  @Column({ type: 'text', nullable: true }) recommendation: string | null;
  /** Came after the agenda had closed. */
  @Column({ type: 'boolean', default: false }) late: boolean;
  @Column({ type: 'text', nullable: true }) lateReason: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) lateConsentBy: string | null;
  @Column({ type: 'timestamptz', nullable: true }) lateConsentAt: Date | null;
  /** The item of an earlier meeting that was postponed to this one. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => AgendaItemRow) postponedFrom: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) addedBy: string | null;
  @Column({ type: 'timestamptz' }) addedAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) withdrawnAt: Date | null;
}

/** A paper that lies with an agenda item. */
@Entity('agenda_attachment')
export class AgendaAttachmentRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => AgendaItemRow) itemId: string;
  @PrimaryColumn({ type: 'text' }) @ForeignKey(() => StoredFile) sha256: string;
  @Column({ type: 'text' }) fileName: string;
  @Column({ type: 'timestamptz' }) addedAt: Date;
}

/** The agenda as it went to the members, and as it was when the meeting was over. Never changed. */
@Entity('agenda_snapshot')
@Check('CHK_agenda_snapshot_kind', `"kind" IN ('invited', 'held')`)
export class AgendaSnapshotRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  @PrimaryColumn({ type: 'text' }) kind: 'invited' | 'held';
  @Column({ type: 'jsonb' }) content: object;
  /** Over the canonical content. */
  @Column({ type: 'text' }) sha256: string;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** Whether a member is at a meeting. */
@Entity('meeting_attendance')
export class AttendanceRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MembershipRow) membershipId: string;
  @Column({ type: 'boolean' }) present: boolean;
}

/** A member who does not take part in one item. */
@Entity('item_absence')
@Check('CHK_item_absence_kind', `"kind" IN ('ineligible', 'absent')`)
export class ItemAbsenceRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => AgendaItemRow) itemId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MembershipRow) membershipId: string;
  @Column({ type: 'text' }) kind: 'ineligible' | 'absent';
  @Column({ type: 'text', nullable: true }) reason: string | null;
}

/** One step of a meeting: who took it from where to where, when and why. Never changed. */
@Entity('meeting_step')
export class MeetingStepRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  /** The meeting's version after the step. */
  @PrimaryColumn({ type: 'integer' }) version: number;
  @Column({ type: 'text' }) fromState: string;
  @Column({ type: 'text' }) toState: string;
  @Column({ type: 'text' }) action: string;
  /** Null for the system. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) actorId: string | null;
  @Column({ type: 'text', nullable: true }) reason: string | null;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** A paper of a meeting as PDF; `sourceSha256` is the hash of the snapshot or the minutes it was drawn from. Never changed. */
@Entity('meeting_paper')
export class MeetingPaperRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MeetingRow) meetingId: string;
  @PrimaryColumn({ type: 'text' }) kind: string;
  @PrimaryColumn({ type: 'text' }) sourceSha256: string;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) pdfSha256: string;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) heardSha256: string;
  @Column({ type: 'timestamptz' }) at: Date;
}
