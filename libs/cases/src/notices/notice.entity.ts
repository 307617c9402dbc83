import { Person } from '@genmaele/access';
import { type AtOnceChoice } from '@genmaele/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApprovalTask, ResponseCase } from '../case.entity.js';

/** Why a mail of the system is written. */
export type NoticeKind = 'ask' | 'remind' | 'escalate' | 'alarm' | 'news' | 'digest';

/** A mail that tells someone that something waits for them, or is wrong. It names the case, never a word of the draft. */
@Entity('notice')
@Index('IDX_notice_topic', ['personId', 'topic'])
export class Notice {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => ResponseCase) caseId: string | null;
  /** Null for an address that is no person's (a watch). */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) personId: string | null;
  /** The matter, among the person's; one is told of a matter at once only so often. */
  @Column({ type: 'text', nullable: true }) topic: string | null;
  /** The task it asks for; a mail that was held back is not sent when the task is no longer open. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => ApprovalTask) taskId: string | null;
  @Column({ type: 'text' }) recipient: string;
  @Column({ type: 'text' }) kind: NoticeKind;
  @Column({ type: 'text' }) subject: string;
  @Column({ type: 'text' }) text: string;
  @Column({ type: 'text' }) messageId: string;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  /** Not before this moment: later than it was written when the person is left in peace about the matter. */
  @Column({ type: 'timestamptz' }) sendAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) sentAt: Date | null;
  /** Never sent, as what it said was no longer so. */
  @Column({ type: 'timestamptz', nullable: true }) droppedAt: Date | null;
}

/** How a person wants to be told; who has none has the usual settings. */
@Entity('notice_setting')
export class NoticeSetting {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  /** `HH:MM` in Copenhagen. */
  @Column({ type: 'text' }) digestTime: string;
  /** ISO 8601: 1 is Monday. */
  @Column({ type: 'jsonb' }) weekdays: number[];
  @Column({ type: 'jsonb' }) atOnce: AtOnceChoice[];
  @Column({ type: 'timestamptz' }) changedAt: Date;
}

/** Something a person is to read in the next digest. Of one matter only the last is kept until it is told. */
@Entity('notice_line')
@Index('IDX_notice_line_untold', ['personId'], { where: `"told_at" IS NULL` })
@Index('UQ_notice_line_occasion', ['personId', 'occasion'], { unique: true })
export class NoticeLine {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => ResponseCase) caseId: string | null;
  @Column({ type: 'text' }) topic: string;
  @Column({ type: 'text' }) occasion: string;
  @Column({ type: 'text' }) headline: string;
  @Column({ type: 'text' }) why: string;
  @Column({ type: 'timestamptz', nullable: true }) dueAt: Date | null;
  @Column({ type: 'text' }) ifNothing: string;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) toldAt: Date | null;
}

/** The digest of a person and a day, built once. Never changed. */
@Entity('digest')
@Check('CHK_digest_lines', `("lines" = 0) = ("notice_id" IS NULL)`)
export class Digest {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @PrimaryColumn({ type: 'date' }) day: string;
  @Column({ type: 'timestamptz' }) builtAt: Date;
  /** How much it says; none is sent when there is nothing to say. */
  @Column({ type: 'integer' }) lines: number;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Notice) noticeId: string | null;
}

/** The address of a person's calendar. The secret is known to whoever made it alone; here is its hash. */
@Entity('calendar_feed')
@Index('UQ_calendar_feed_secret_sha256', ['secretSha256'], { unique: true })
@Index('UQ_calendar_feed_person_id', ['personId'], { unique: true, where: `"ended_at" IS NULL` })
export class CalendarFeed {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'text' }) secretSha256: string;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}

/** What a person's calendar has said of a thing: calendars that have read it take a change only with a higher number. */
@Entity('calendar_entry')
export class CalendarEntryRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  /** `deadline:<case>`, `task:<task>`, `meeting:<meeting>`, `agenda:<meeting>`. */
  @PrimaryColumn({ type: 'text' }) source: string;
  @Column({ type: 'text' }) contentSha256: string;
  @Column({ type: 'jsonb' }) content: object;
  /** Grows with each change. */
  @Column({ type: 'integer' }) sequence: number;
  @Column({ type: 'timestamptz' }) changedAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) cancelledAt: Date | null;
}
