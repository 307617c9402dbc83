import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, type Actor, actorOf, onSeenVersion, versionsOf } from '@genmaele/access';
import {
  type ApprovalView,
  approvalView,
  caseView,
  chainsOf,
  endStandIn,
  putChainInForce,
  saveChain,
  setStandIn,
  speakersOf,
  standInsFrom,
  tryChain,
} from '@genmaele/cases';
import { type ChainBody, type StandInBody } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Chains of approval, stand-ins, and how a case's approvals stand, for programs and for the pages alike. */
@Injectable()
export class ApprovalDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  #by(request: ActingRequest) {
    const actor = actorOf(request);
    return { actor, actorId: actor.id, requestId: request.id, now: this.clock.now() };
  }

  /** How a case's approvals stand, as this person sees them. */
  async approvals(actor: Actor, caseId: string): Promise<ApprovalView> {
    const now = this.clock.now();
    const speakers = await speakersOf(this.database, actor, await caseView(this.database, caseId), now);
    return approvalView(this.database, caseId, { id: actor.id, speakers, undoMinutes: this.env.APPROVAL_UNDO_MINUTES }, now);
  }

  /** Every chain, each with the version by which it can be changed. */
  async chains() {
    const versions = await versionsOf(this.database, 'approval-chain');
    return (await chainsOf(this.database)).map((chain) => ({ ...chain, etag: versions[chain.id] }));
  }

  /** Errors: those of `saveChain`. */
  saveChain(request: ActingRequest, chainId: string | undefined, body: ChainBody): Promise<string> {
    return inTransaction(this.database, (tx) => {
      const save = () => saveChain(tx, chainId, body, this.#by(request));
      return chainId ? onSeenVersion(request, tx, 'approval-chain', chainId, save) : save();
    });
  }

  /** Errors: those of `tryChain`. */
  tryChain(request: ActingRequest, chainId: string) {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'approval-chain', chainId, () => tryChain(tx, chainId, this.#by(request))),
    );
  }

  /** Errors: those of `putChainInForce`. */
  forceChain(request: ActingRequest, chainId: string, validFrom: string): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'approval-chain', chainId, () => putChainInForce(tx, chainId, validFrom, this.#by(request))),
    );
  }

  standIns() {
    return standInsFrom(this.database, this.clock.now());
  }

  /** Errors: those of `setStandIn`. */
  setStandIn(request: ActingRequest, body: StandInBody): Promise<string> {
    return inTransaction(this.database, (tx) => setStandIn(tx, body, this.#by(request)));
  }

  /** Errors: those of `endStandIn`. */
  endStandIn(request: ActingRequest, standInId: string): Promise<void> {
    return inTransaction(this.database, (tx) => endStandIn(tx, standInId, this.#by(request)));
  }
}
