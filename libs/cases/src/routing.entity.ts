import { CommitteeRow } from '@genmaele/committees';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { type RoutingTrial } from './routing-rules.js';

/** A set of routing rules. It counts from `validFrom` until a later one does; one that is in force is never edited. */
@Entity('routing_set')
@Check('CHK_routing_set_state', `"state" IN ('draft', 'in-force')`)
export class RoutingSet {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) state: 'draft' | 'in-force';
  @Column({ type: 'date', nullable: true }) validFrom: string | null;
  @Column({ type: 'timestamptz', nullable: true }) triedAt: Date | null;
  /** Hash of the rules as they were tried: other rules must be tried anew. */
  @Column({ type: 'text', nullable: true }) triedSha256: string | null;
  @Column({ type: 'jsonb', nullable: true }) trial: RoutingTrial | null;
  @Column({ type: 'uuid', nullable: true }) createdBy: string | null;
  @Column({ type: 'timestamptz' }) createdAt: Date;
}

/** One rule of a set: the first that fits, by priority, sends a case to its office and committee. */
@Entity('routing_rule')
export class RoutingRuleRow {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => RoutingSet) setId: string;
  @PrimaryColumn({ type: 'integer' }) priority: number;
  @Column({ type: 'text', nullable: true }) klePrefix: string | null;
  @Column({ type: 'jsonb', default: () => `'[]'` }) words: string[];
  @Column({ type: 'text', nullable: true }) officeName: string | null;
  @Column({ type: 'text', nullable: true }) @ForeignKey(() => CommitteeRow) committeeId: string | null;
}
