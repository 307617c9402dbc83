import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { type BillFormat, type BillReading, type DocumentKind, type HearingRound, type ProvisionNode } from '@genmaele/contracts';
import { StoredFile } from '@genmaele/platform';

/** A reading without its tree, which lies in the rows of {@link Provision}. */
export type ReadingBeside = Omit<BillReading, 'provisions'>;

/** What of a node lies beside the row of its provision. */
export type NodeBeside = Pick<ProvisionNode, 'offset' | 'page' | 'operations'>;

/** A ministry by the name valid between two days. */
@Entity('ministry')
export class MinistryRow {
  @PrimaryColumn({ type: 'text' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) shortName: string;
  /** What ties the names of one field of work together; null for a ministry entered by hand. */
  @Column({ type: 'text', nullable: true }) area: string | null;
  @Column({ type: 'date', nullable: true }) validFrom: string | null;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
}

/**
 * One round of a hearing: drafts sent to a list of parties by a ministry, with a deadline and documents of its own. A supplementary or renewed round
 * names the main one. The deadline is kept as the letter gives it; `deadlineAt` is the moment it means. A pre-hearing is never published.
 */
@Entity('hearing')
@Check('CHK_hearing_state', `"state" IN ('received', 'read', 'unreadable')`)
@Check('CHK_hearing_round', `"round" IN ('main', 'supplementary', 'renewed', 'pre-hearing')`)
@Index('IDX_hearing_ministry_id', ['ministryId', 'caseNumber'])
@Index('IDX_hearing_bill_sha256', ['billSha256'])
@Index('IDX_hearing_main_hearing_id', ['mainHearingId'])
export class Hearing {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) @ForeignKey(() => MinistryRow) ministryId: string;
  /** The name as printed in the letter's time. */
  @Column({ type: 'text' }) ministryName: string;
  @Column({ type: 'text', nullable: true }) caseNumber: string | null;
  @Column({ type: 'text' }) round: HearingRound;
  /** The main round that this one follows. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => Hearing) mainHearingId: string | null;
  /** The hearing list: who was asked, as the ministry writes them. */
  @Column({ type: 'jsonb', default: () => `'[]'` }) parties: string[];
  @Column({ type: 'text' }) deadline: string;
  @Column({ type: 'timestamptz' }) deadlineAt: Date;
  @Column({ type: 'text', nullable: true }) replyTo: string | null;
  @Column({ type: 'text', nullable: true }) contact: string | null;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) billSha256: string;
  @Column({ type: 'text' }) state: 'received' | 'read' | 'unreadable';
  /** The error code when the bill could not be read. */
  @Column({ type: 'text', nullable: true }) problem: string | null;
  @Column({ type: 'text', nullable: true }) title: string | null;
  /** Words of the title and the amended acts, by which office and committee are proposed. */
  @Column({ type: 'jsonb', default: () => `'[]'` }) subjectWords: string[];
  /** What the reader was unsure of, in Danish, for the officer. */
  @Column({ type: 'jsonb', default: () => `'[]'` }) doubts: string[];
  /** Closed: seen by whoever received it, and then by those named on its case. */
  @Column({ type: 'boolean', default: false }) confidential: boolean;
  @Column({ type: 'uuid', nullable: true }) receivedBy: string | null;
  @Column({ type: 'timestamptz' }) receivedAt: Date;
}

/** A document that came with a hearing. */
@Entity('hearing_document')
@Index('IDX_hearing_document_hearing_id', ['hearingId'])
export class HearingDocument {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  @Column({ type: 'text' }) kind: DocumentKind;
  /** The name it came with, made safe; only shown. */
  @Column({ type: 'text' }) fileName: string;
  @Column({ type: 'text' }) @ForeignKey(() => StoredFile) sha256: string;
}

/** A node of the bill's tree. */
@Entity('provision')
@Index('IDX_provision_hearing_id', ['hearingId', 'address'])
export class Provision {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  /** Its place in the order of the bill, from 1. */
  @PrimaryColumn({ type: 'integer' }) position: number;
  /** The place of the node it stands in; null at the top. */
  @Column({ type: 'integer', nullable: true }) parent: number | null;
  @Column({ type: 'text' }) nodeId: string;
  @Column({ type: 'text' }) kind: string;
  /** Empty where the bill gives none. */
  @Column({ type: 'text' }) address: string;
  @Column({ type: 'text' }) label: string;
  @Column({ type: 'text' }) text: string;
}

/** What the reading of a bill holds beside its provisions. One row for each hearing whose bill was read. */
@Entity('bill_reading')
export class BillReadingRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  @Column({ type: 'text' }) format: BillFormat;
  /** The whole reading but its tree. */
  @Column({ type: 'jsonb' }) beside: ReadingBeside;
  /** What a provision's row does not hold of its node, in the order of `position`. */
  @Column({ type: 'jsonb' }) nodes: NodeBeside[];
  @Column({ type: 'timestamptz' }) readAt: Date;
}

/** A bill as introduced in parliament: designation («L 51 A») and session («20181»). */
@Entity('bill')
@Check('CHK_bill_session', `"session" ~ '^[0-9]{4}[1-9]$'`)
@Index('UQ_bill_designation', ['session', 'designation'], { unique: true })
export class BillRow {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) designation: string;
  @Column({ type: 'text' }) session: string;
  @Column({ type: 'text', nullable: true }) title: string | null;
  /** The bill that parliament split it from. */
  @Column({ type: 'uuid', nullable: true }) @ForeignKey(() => BillRow) splitFromId: string | null;
}

/** A bill came of a hearing, from the day it was introduced or split to the day the link was found wrong. Many to many. */
@Entity('hearing_bill')
@Index('IDX_hearing_bill_bill_id', ['billId'])
export class HearingBillRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Hearing) hearingId: string;
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => BillRow) billId: string;
  @PrimaryColumn({ type: 'date' }) validFrom: string;
  @Column({ type: 'date', nullable: true }) validTo: string | null;
  @Column({ type: 'uuid', nullable: true }) linkedBy: string | null;
}

/** A number of KLE (main group, group or subject) under one title, from day to day. Filled by `import kle`. */
@Entity('kle_subject')
@Check('CHK_kle_subject_number', `"number" ~ '^[0-9]{2}([.][0-9]{2}){0,2}$'`)
export class KleSubjectRow {
  @PrimaryColumn({ type: 'text' }) number: string;
  @PrimaryColumn({ type: 'date' }) validFrom: string;
  /** The first day on which it no longer counts. */
  @Column({ type: 'date', nullable: true }) validTo: string | null;
  @Column({ type: 'text' }) title: string;
  @Column({ type: 'jsonb', default: () => `'[]'` }) keywords: string[];
  /** The edition that said so. */
  @Column({ type: 'date' }) edition: string;
}
