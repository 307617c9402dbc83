import { Person } from '@genmaele/access';
import { type ProcedureVote, procedureVotes, type SilenceRule, silenceRules } from '@genmaele/contracts';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommitteeRow, MembershipRow } from '../bodies/body.entity.js';

const listed = (table: object) =>
  Object.keys(table)
    .map((key) => `'${key}'`)
    .join(', ');

/** A question that a body decides in writing. `to-meeting` is how it ends when a member asks for a meeting or too few answer. */
@Entity('written_procedure')
@Check('CHK_written_procedure_state', `"state" IN ('open', 'decided', 'to-meeting')`)
@Check('CHK_written_procedure_silence', `"silence" IN (${listed(silenceRules)})`)
@Check('CHK_written_procedure_case', `("case_id" IS NULL) = ("version_sha256" IS NULL)`)
@Index('IDX_written_procedure_committee_id', ['committeeId'])
export class ProcedureRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => CommitteeRow) committeeId: string;
  @Column({ type: 'text' }) question: string;
  @Column({ type: 'text', nullable: true }) recommendation: string | null;
  @Column({ type: 'boolean' }) open: boolean;
  @Column({ type: 'uuid', nullable: true }) caseId: string | null;
  @Column({ type: 'text', nullable: true }) versionSha256: string | null;
  @Column({ type: 'timestamptz' }) deadline: Date;
  @Column({ type: 'text' }) silence: SilenceRule;
  /** Who may vote: the memberships with a seat on the day it was opened. */
  @Column({ type: 'jsonb' }) electorate: { membershipId: string; name: string }[];
  @Column({ type: 'text', update: false }) state: 'open' | 'decided' | 'to-meeting';
  /** Why it went to a meeting. */
  @Column({ type: 'text', nullable: true }) ending: string | null;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) openedBy: string;
  @Column({ type: 'timestamptz' }) openedAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) closedAt: Date | null;
}

/** An answer in a written procedure. Never changed; the member's last one counts. */
@Entity('procedure_vote')
@Check('CHK_procedure_vote_vote', `"vote" IN (${listed(procedureVotes)})`)
export class VoteRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => ProcedureRow) procedureId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => MembershipRow) membershipId: string;
  /** 1 for the member's first answer. */
  @PrimaryColumn({ type: 'integer' }) number: number;
  @Column({ type: 'text' }) vote: ProcedureVote;
  @Column({ type: 'text', nullable: true }) text: string | null;
  /** Who wrote it down: the member, or the secretary for an outsider. */
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) writtenBy: string;
  @Column({ type: 'timestamptz' }) at: Date;
}
