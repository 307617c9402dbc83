import { Person } from '@genmaele/access';
import { ResponseCase } from '@genmaele/cases';
import { type ContributionContent } from '@genmaele/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * What an officer asks municipalities about a hearing (indhentning af bidrag). The database refuses one on a closed case and on a pre-hearing's, and lets
 * nothing of it change but the reminder and the end.
 */
@Entity('contribution_request')
@Check('CHK_contribution_request_deadline', `"deadline_at" > "asked_at"`)
@Check('CHK_contribution_request_ended', `num_nonnulls("ended_by", "ended_at") <> 1`)
@Index('IDX_contribution_request_case_id', ['caseId'])
export class ContributionRequest {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'text' }) question: string;
  /** As the officer gave it. */
  @Column({ type: 'text' }) deadline: string;
  @Column({ type: 'timestamptz' }) deadlineAt: Date;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) askedBy: string;
  @Column({ type: 'timestamptz' }) askedAt: Date;
  /** When those who had not answered were last reminded. */
  @Column({ type: 'timestamptz', nullable: true }) remindedAt: Date | null;
  /** Who ended it before its deadline; at its deadline it ends by itself. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) endedBy: string | null;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}

/** A municipality that is asked, and what it has answered: nothing while `latest` is 0. All its contacts share it. */
@Entity('contribution')
@Index('UQ_contribution_municipality', ['requestId', 'municipalityCode'], { unique: true })
export class Contribution {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ContributionRequest) requestId: string;
  /** Three digits. */
  @Column({ type: 'text' }) municipalityCode: string;
  /** The number of its newest version. */
  @Column({ type: 'integer', default: 0 }) latest: number;
}

/** What a municipality's contact saved, or sent. The last one sent is the municipality's answer. Never changed. */
@Entity('contribution_version')
export class ContributionVersion {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Contribution) contributionId: string;
  @PrimaryColumn({ type: 'integer' }) number: number;
  @Column({ type: 'jsonb' }) content: ContributionContent;
  /** Of the content in its canonical form. */
  @Column({ type: 'text' }) sha256: string;
  @Column({ type: 'boolean' }) sent: boolean;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) authorId: string;
  @Column({ type: 'timestamptz' }) savedAt: Date;
}
