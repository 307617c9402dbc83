import { type ApprovalRecord } from './approval-record.js';
import { type Speaker } from './stand-in-speakers.js';

/** What an action writes beside state, step and log: columns of the case, ids for the promised work, and the hash it was taken on. */
export interface Effect {
  readonly columns?: Record<string, unknown>;
  readonly ids?: { taskIds?: readonly string[]; approvalId?: string; letterId?: string; dispatchId?: string };
  readonly onSha256?: string | undefined;
  readonly currentVersion?: string;
  /** The step of the chain that was taken, and whom the actor stood in for. */
  readonly stepId?: string;
  readonly forPersonId?: string | undefined;
  /** Whether the chain of approval is complete with this. */
  readonly complete?: boolean;
}

/** Who speaks, and how the case's approvals stand, where they matter. */
export interface ActionGround {
  readonly speakers: readonly Speaker[];
  readonly record: ApprovalRecord | undefined;
}
