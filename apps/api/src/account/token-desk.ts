import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  makeToken,
  type Permission,
  revokeToken,
  signedInFresh,
  type TokenLine,
  tokensOf,
} from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Tokens by which programs act for people. */
@Injectable()
export class TokenDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /** One's own tokens. */
  own(request: ActingRequest): Promise<TokenLine[]> {
    return tokensOf(this.database, actorOf(request).id, this.clock.now());
  }

  /** Everyone's tokens. */
  all(): Promise<TokenLine[]> {
    return tokensOf(this.database, undefined, this.clock.now());
  }

  /** Errors: `token.too-wide`, `sign-in.not-fresh`. */
  async make(request: ActingRequest, wanted: { name: string; permissions: readonly Permission[]; days: number }) {
    if (!signedInFresh(request, this.clock.now(), this.env.FRESH_SIGN_IN_MINUTES)) {
      throw new AppError('sign-in.not-fresh', { action: 'ny nøgle til et program' });
    }
    return inTransaction(this.database, (tx) => makeToken(tx, wanted, this.#by(request)));
  }

  /** One's own; with `anyone`, whoever's. Errors: `token.not-found`. */
  revoke(request: ActingRequest, id: string, anyone = false): Promise<void> {
    return inTransaction(this.database, (tx) => revokeToken(tx, id, this.#by(request), anyone));
  }

  #by(request: ActingRequest) {
    return { actor: actorOf(request), requestId: request.id, now: this.clock.now() };
  }
}
