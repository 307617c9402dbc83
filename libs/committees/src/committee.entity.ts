import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A political committee in one period. */
@Entity('committee')
export class CommitteeRow {
  @PrimaryColumn({ type: 'text' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'date' }) validFrom: string;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
}

/** A meeting of a committee: what is to be treated must be handed in on the day the agenda closes. */
@Entity('committee_meeting')
@Index('UQ_committee_meeting_day', ['committeeId', 'date'], { unique: true })
export class MeetingRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @Column({ type: 'date' }) date: string;
  @Column({ type: 'date' }) agendaClose: string;
}
