import { type ChainStep, defaultChain, type DraftContent, exampleChain, type Role } from '@genmaele/contracts';
import { type CaseAction, type CaseState } from '@genmaele/workflow';

/** The people of the game, by one name each, and the roles they begin with. */
export const players = {
  writer: ['officer'],
  both: ['officer', 'chair'],
  chair: ['chair'],
  second: ['chair'],
  formand: ['association-chair'],
  secretary: ['committee-secretary'],
  dispatcher: ['dispatcher'],
  head: ['head-of-office'],
  helper: ['economist'],
} as const satisfies Record<string, readonly Role[]>;

/** One of {@link players}. */
export type Player = keyof typeof players;

/** The chain that is played: gate, chair, association's chair beside the board, gate, copy. */
export const playedChain: readonly ChainStep[] = [
  ...exampleChain,
  { ...defaultChain[0]!, id: 'board', name: 'Bestyrelsens godkendelse', rank: 3, by: [], body: 'board', signs: false },
];

/** What a body decides in the game: the board, which the chain asks, or the chairmanship, which it does not; on a version by its hash. */
export interface PlayedDecision {
  readonly body: 'board' | 'chairmanship';
  readonly outcome: 'approved' | 'rejected' | 'for-information';
  readonly seen: string;
}

/** What an action says beside its name. */
export interface Said {
  readonly seen?: string | undefined;
  readonly comment?: string;
  readonly draft?: DraftContent;
  readonly resumeAt?: string;
}

/** Where the case stands; hashes are of the version in force, of what was approved, and of what was made of it. */
export interface Stand {
  readonly state: CaseState;
  readonly version: string | undefined;
  readonly approved: string | null;
  readonly rendered: string | null;
  readonly signed: string | null;
}

/** A house in which one case is played. Every move answers `ok` or the code of its refusal. */
export interface PlayedHouse {
  act(who: Player, action: CaseAction, said: Said): Promise<string>;
  /** What the worker does: brings the letter, or its signature, as evidence. */
  bring(
    action: 'letter-rendered' | 'letter-signed',
    evidence: { versionSha256?: string; renderedSha256: string; signedSha256?: string },
  ): Promise<string>;
  /** Writes down what a body decided while the case is in approval. */
  decide(decision: PlayedDecision): Promise<void>;
  delegate(from: Player, to: Player): Promise<string>;
  endDelegations(): Promise<void>;
  /** Gives or takes the role of chair from `second`. */
  changeRole(held: boolean): Promise<void>;
  reserve(): Promise<string>;
  stand(): Promise<Stand>;
}
