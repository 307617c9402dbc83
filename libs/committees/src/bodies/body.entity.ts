import { Person } from '@genmaele/access';
import { type BodyKind, bodyKinds, type MemberFunction, memberFunctions } from '@genmaele/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const listed = (table: object) =>
  Object.keys(table)
    .map((key) => `'${key}'`)
    .join(', ');

/** A political body in one period. `name` is the one it has now; those it had are {@link BodyNameRow}s. */
@Entity('committee')
@Check('CHK_committee_kind', `"kind" IN (${listed(bodyKinds)})`)
export class CommitteeRow {
  @PrimaryColumn({ type: 'text' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text', default: 'committee' }) kind: BodyKind;
  /** What it treats, in words. */
  @Column({ type: 'text', nullable: true }) field: string | null;
  /** The body it advises; a chain may end at the board. */
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => CommitteeRow) superiorId: string | null;
  /** Invented, to try the system with. */
  @Column({ type: 'boolean', default: false }) example: boolean;
  @Column({ type: 'date' }) validFrom: string;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
}

/** A name that a body has from a day to a day, or another way that its name is written. */
@Entity('committee_name')
export class BodyNameRow {
  @PrimaryColumn({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @PrimaryColumn({ type: 'text' }) name: string;
  @PrimaryColumn({ type: 'date' }) validFrom: string;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
  /** Only another way to write it: never printed. */
  @Column({ type: 'boolean', default: false }) alias: boolean;
}

/** A person's place in a body from a day to a day, the last one included. Someone with an account, or a named outsider. */
@Entity('committee_membership')
@Check('CHK_committee_membership_function', `"function" IN (${listed(memberFunctions)})`)
@Check('CHK_committee_membership_who', `num_nonnulls("person_id", "outsider_name") = 1`)
@Check('CHK_committee_membership_alternate', `("function" = 'alternate') = ("alternate_for" IS NOT NULL)`)
@Index('IDX_committee_membership_committee_id', ['committeeId'])
@Index('IDX_committee_membership_person_id', ['personId'])
export class MembershipRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) personId: string | null;
  @Column({ type: 'text', nullable: true }) outsiderName: string | null;
  @Column({ type: 'text' }) function: MemberFunction;
  /** The membership of the one they stand in for. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => MembershipRow) alternateFor: string | null;
  @Column({ type: 'text', nullable: true }) municipality: string | null;
  @Column({ type: 'date' }) validFrom: string;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
}
