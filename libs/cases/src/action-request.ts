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
  /** The case that `join` gives this one's hearings to. */
  readonly joinTo?: string | undefined;
  readonly requestId?: string | undefined;
  readonly evidence?: ActionEvidence | undefined;
}
