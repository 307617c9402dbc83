import { Person } from '@genmaele/access';
import { type CaseKind, type ChainStep, type DraftContent, type DraftParts, type Role } from '@genmaele/contracts';
import { type Plan } from '@genmaele/calendar';
import { CommitteeRow, DecisionRow } from '@genmaele/committees';
import { Hearing } from '@genmaele/intake';
import { type CaseState, caseStates } from '@genmaele/workflow';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const stateList = caseStates.map((state) => `'${state}'`).join(', ');

/** The steps of approval for a kind of case. It counts from `validFrom` until a later one does; in force it is never changed: the database refuses it. */
@Entity('approval_chain')
@Check('CHK_approval_chain_state', `"state" IN ('draft', 'in-force')`)
@Check('CHK_approval_chain_kind', `"kind" IN ('response', 'ministerial-letter', 'supplement')`)
export class ApprovalChain {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) kind: CaseKind;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) state: 'draft' | 'in-force';
  @Column({ type: 'date', nullable: true }) validFrom: string | null;
  @Column({ type: 'jsonb' }) steps: ChainStep[];
  @Column({ type: 'timestamptz', nullable: true }) triedAt: Date | null;
  /** Hash of the steps as they were tried: other steps must be tried anew. */
  @Column({ type: 'text', nullable: true }) triedSha256: string | null;
  @Column({ type: 'jsonb', nullable: true }) trial: object | null;
  @Column({ type: 'uuid', nullable: true }) createdBy: string | null;
  @Column({ type: 'timestamptz' }) createdAt: Date;
}

/**
 * The association's work on a response, a ministerial letter or a supplement. `case-actions.ts` alone changes its state: lock, decide, guarded update. The three hashes are the chain from
 * the version a person approved to the letter that was signed.
 */
@Entity('response_case')
@Check('CHK_response_case_state', `"state" IN (${stateList})`)
@Check('CHK_response_case_kind', `"kind" IN ('response', 'ministerial-letter', 'supplement')`)
@Check('CHK_response_case_hearing', `"kind" = 'ministerial-letter' OR "hearing_id" IS NOT NULL`)
@Index('IDX_response_case_hearing_id', ['hearingId'])
@Index('UQ_response_case_number', ['number'], { unique: true })
@Index('IDX_response_case_state', ['state'])
export class ResponseCase {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text', update: false }) number: string;
  @Column({ type: 'text', default: 'response', update: false }) kind: CaseKind;
  /** The leading hearing; all that the case answers are in `case_hearing`. Null for a ministerial letter. */
  @Column({ type: 'uuid', nullable: true, update: false }) @ForeignKey(() => Hearing) hearingId: string | null;
  /** The case whose response this one supplements. */
  @Column({ type: 'uuid', nullable: true, update: false }) @ForeignKey(() => ResponseCase) supplementsId: string | null;
  /** The case that answers this one's hearings too. */
  @Column({ type: 'uuid', nullable: true, update: false }) @ForeignKey(() => ResponseCase) joinedToId: string | null;
  @Column({ type: 'text', nullable: true }) kleNumber: string | null;
  /** Who chose the number; null while it is only proposed. */
  @Column({ type: 'uuid', nullable: true }) kleBy: string | null;
  @Column({ type: 'text' }) title: string;
  /** Closed: seen by those alone who are named in {@link CaseAccess}. */
  @Column({ type: 'boolean', default: false }) confidential: boolean;
  @Column({ type: 'text', update: false }) state: CaseState;
  /** Grows with every step. */
  @Column({ type: 'integer', update: false }) version: number;
  @Column({ type: 'text', nullable: true }) officeName: string | null;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => CommitteeRow) committeeId: string | null;
  /** The words of the bill that pointed to the committee. */
  @Column({ type: 'jsonb', default: () => `'[]'` }) committeeReasons: string[];
  @Column({ type: 'jsonb' }) plan: Plan;
  @Column({ type: 'uuid', nullable: true, update: false }) currentVersionId: string | null;
  @Column({ type: 'uuid', nullable: true, update: false }) approvalId: string | null;
  @Column({ type: 'uuid', nullable: true, update: false }) letterId: string | null;
  @Column({ type: 'uuid', nullable: true, update: false }) dispatchId: string | null;
  @Column({ type: 'text', nullable: true, update: false }) approvedSha256: string | null;
  @Column({ type: 'text', nullable: true, update: false }) renderedSha256: string | null;
  @Column({ type: 'text', nullable: true, update: false }) signedSha256: string | null;
  /** The chain of approval it follows, from the moment it came to approval. */
  @Column({ type: 'uuid', nullable: true, update: false }) @ForeignKey(() => ApprovalChain) chainId: string | null;
  /** Its approvals are asked for within hours. */
  @Column({ type: 'boolean', default: false, update: false }) urgent: boolean;
  @Column({ type: 'timestamptz' }) openedAt: Date;
  @Column({ type: 'timestamptz', update: false }) changedAt: Date;
}

/** A person named on a case: should it be closed, they see it, from a time until a time. */
@Entity('case_access')
@Index('IDX_case_access_case_id', ['caseId', 'personId'])
export class CaseAccess {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  /** Null when the system named them. */
  @Column({ type: 'uuid', nullable: true }) givenBy: string | null;
  @Column({ type: 'timestamptz' }) givenAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}

/** What an officer saved. Never changed: the database refuses it. */
@Entity('draft_version')
@Index('UQ_draft_version_number', ['caseId', 'number'], { unique: true })
@Index('UQ_draft_version_sha256', ['id', 'sha256'], { unique: true })
export class DraftVersion {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'integer' }) number: number;
  @Column({ type: 'jsonb' }) content: DraftContent;
  /** SHA-256 of each attachment, in order. */
  @Column({ type: 'jsonb' }) attachments: string[];
  @Column({ type: 'text' }) sha256: string;
  /** The hashes of its parts, as they follow from content and attachments. */
  @Column({ type: 'jsonb', nullable: true }) parts: DraftParts | null;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) authorId: string;
  @Column({ type: 'timestamptz' }) savedAt: Date;
}

/** One step of a case: who took it from where to where, when, on which version. Never changed. */
@Entity('case_step')
export class CaseStep {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  /** The case's version after the step. */
  @PrimaryColumn({ type: 'integer' }) version: number;
  @Column({ type: 'text' }) fromState: string;
  @Column({ type: 'text' }) toState: string;
  @Column({ type: 'text' }) action: string;
  /** Null for the system. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) actorId: string | null;
  /** Whom the actor stood in for. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) forPersonId: string | null;
  @Column({ type: 'text', nullable: true }) comment: string | null;
  /** The version, letter or attachment that the step was taken on. */
  @Column({ type: 'text', nullable: true }) onSha256: string | null;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** Somebody stands in for somebody from a time to a time, for the roles, committees and kinds of case that are named; for all when none is. */
@Entity('stand_in')
@Check('CHK_stand_in_other', `"person_id" <> "by_person_id"`)
@Check('CHK_stand_in_period', `"valid_to" > "valid_from"`)
@Index('IDX_stand_in_by_person_id', ['byPersonId'])
export class StandIn {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) byPersonId: string;
  @Column({ type: 'timestamptz' }) validFrom: Date;
  @Column({ type: 'timestamptz' }) validTo: Date;
  @Column({ type: 'jsonb', default: () => `'[]'` }) roles: Role[];
  @Column({ type: 'jsonb', default: () => `'[]'` }) committees: string[];
  @Column({ type: 'jsonb', default: () => `'[]'` }) kinds: CaseKind[];
  @Column({ type: 'text' }) reason: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) setBy: string;
  @Column({ type: 'timestamptz' }) setAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) endedAt: Date | null;
}

/** The approval of one version by its hash, or the passing of a gate: a step of a chain. Never changed. */
@Entity('approval')
@Index('IDX_approval_case_id', ['caseId'])
@Index('UQ_approval_decision', ['decisionId', 'chainId', 'stepId'], { unique: true })
@Check(
  'CHK_approval_person_or_body',
  `num_nonnulls("person_id", "role") = 2 AND num_nonnulls("decision_id", "decision_text") = 0
   OR num_nonnulls("person_id", "role", "for_person_id", "stand_in_id") = 0 AND num_nonnulls("decision_id", "decision_text") = 2`,
)
@ForeignKey(() => DraftVersion, ['versionId', 'versionSha256'], ['id', 'sha256'])
export class Approval {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'uuid' }) versionId: string;
  @Column({ type: 'text' }) versionSha256: string;
  /** Null where a body took the step by its decision. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) personId: string | null;
  /** The role that entitled them, their own or of whom they stood in for; a body has none. */
  @Column({ type: 'text', nullable: true }) role: Role | null;
  @Column({ type: 'timestamptz' }) at: Date;
  @Column({ type: 'uuid' }) @ForeignKey(() => ApprovalChain) chainId: string;
  @Column({ type: 'text' }) stepId: string;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Person) forPersonId: string | null;
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => StandIn) standInId: string | null;
  /** The parts of the version that was read. */
  @Column({ type: 'jsonb', nullable: true }) parts: DraftParts | null;
  /** What the body decided, and where, as it is shown: `Bestyrelsen, møde 3. december 2026, punkt 4`. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => DecisionRow) decisionId: string | null;
  @Column({ type: 'text', nullable: true }) decisionText: string | null;
}

/** An approval that was taken back. Never changed. */
@Entity('approval_void')
export class ApprovalVoid {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Approval) approvalId: string;
  @Column({ type: 'timestamptz' }) at: Date;
  @Column({ type: 'uuid', nullable: true }) by: string | null;
}

/** A task that waits for people with a role: by when, when they are reminded, and what became of it. */
@Entity('approval_task')
@Check('CHK_approval_task_state', `"state" IN ('open', 'done', 'withdrawn')`)
@Index('IDX_approval_task_case_id', ['caseId'])
export class ApprovalTask {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => ResponseCase) caseId: string;
  @Column({ type: 'text' }) role: Role;
  /** The step of the chain; null for a committee's task. */
  @Column({ type: 'text', nullable: true }) stepId: string | null;
  /** Who is told when it is late. */
  @Column({ type: 'text', default: 'head-of-office' }) escalateTo: Role;
  @Column({ type: 'text', nullable: true }) committeeId: string | null;
  @Column({ type: 'text' }) state: 'open' | 'done' | 'withdrawn';
  @Column({ type: 'timestamptz' }) askedAt: Date;
  @Column({ type: 'timestamptz' }) remindAt: Date;
  @Column({ type: 'timestamptz' }) dueAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) remindedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) escalatedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) closedAt: Date | null;
}
