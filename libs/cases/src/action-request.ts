import { type Actor } from '@genmaele/access';
import { type DraftContent, type Role } from '@genmaele/contracts';
import { type CaseAction } from '@genmaele/workflow';

/** The worker, acting by itself. */
export const systemActor = { id: undefined, roles: ['system'] as readonly Role[], committees: [] };

/** What the system brings as proof when it moves a case on: the hashes of what it took in and what it made. */
export interface ActionEvidence {
  readonly letterId?: string;
  readonly versionSha256?: string;
  readonly renderedSha256?: string;
  readonly signedSha256?: string;
  readonly attachmentSha256?: string;
}

/** How long an approval may be undone where nobody says otherwise. */
export const usualUndoMinutes = 5;

/** One action on one case. */
export interface ActionRequest {
  readonly caseId: string;
  readonly action: CaseAction;
  readonly actor: Pick<Actor, 'id' | 'roles' | 'committees'> | typeof systemActor;
  readonly now: Date;
  readonly seen?: string | undefined;
  readonly comment?: string | undefined;
  /** Whether the person has shown who they are a short while ago. */
  readonly signedInFresh?: boolean;
  readonly draft?: DraftContent | undefined;
  /** The open step that `approve` and `pass-gate` take; the first that waits for the actor when left out. */
  readonly stepId?: string | undefined;
  /** The step at which `return` and `body-returned` let the chain resume: what was approved before it stands. All is taken back when left out. */
  readonly resumeAt?: string | undefined;
  /** How long an approval may be undone before anything leaves; {@link usualUndoMinutes} when left out. */
  readonly undoMinutes?: number | undefined;
  /** The case that `join` gives this one's hearings to. */
  readonly joinTo?: string | undefined;
  readonly requestId?: string | undefined;
  readonly evidence?: ActionEvidence | undefined;
}
