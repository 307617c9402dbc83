import { Person } from '@genmaele/access';
import { StoredFile } from '@genmaele/platform';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ResponseCase } from './case.entity.js';

/**
 * A letter on its way to the public: proposed by one person, released by another, ended by whoever took it back. Its id is the address of the
 * public page and says nothing of the case's. The database refuses a release by the same person, of a closed case and of a pre-hearing.
 */
@Entity('publication')
@Check(
  'CHK_publication_released',
  `num_nonnulls("released_by", "released_at") <> 1 AND ("released_for" IS NULL OR "released_by" IS NOT NULL)`,
)
@Check(
  'CHK_publication_two_persons',
  `"released_by" IS NULL OR ("released_by" <> "proposed_by"
      AND "released_by" IS DISTINCT FROM "proposed_for" AND "released_for" IS DISTINCT FROM "proposed_by"
      AND ("released_for" IS NULL OR "released_for" IS DISTINCT FROM "proposed_for"))`,
)
@Index('UQ_publication_open', ['caseId'], { unique: true, where: '"ended_at" IS NULL' })
export class Publication {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  /** The very file that was signed and sent. */
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) signedSha256: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) proposedBy: string;
  /** Whom they stood in for. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) proposedFor: string | null;
  @Column({ type: 'timestamptz' }) proposedAt: Date;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) releasedBy: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) releasedFor: string | null;
  @Column({ type: 'timestamptz', nullable: true }) releasedAt: Date | null;
  /** Null when the system ended it: the letter turned out not to have been delivered. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) endedBy: string | null;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}
