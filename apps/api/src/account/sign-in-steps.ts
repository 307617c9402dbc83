import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorById,
  countTry,
  factorsOf,
  forgetTries,
  hasFactor,
  isAtLeast,
  needsFactor,
  secretsKey,
  useCode,
} from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { saveSession, type Shown, startHalfSession, startSession } from './session-life.js';

/** What a first factor leads to: signed in, or asked for one of the other factors. */
export type SignInAnswer = { readonly signedIn: true } | { readonly signedIn: false; readonly needs: readonly ('code' | 'passkey')[] };

/** Minutes between the first factor and the second. */
const halfMinutes = 5;

/** From who someone is to a session: a second factor is asked for where there is one, and made first where the role needs it. */
@Injectable()
export class SignInSteps {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /**
   * The person of the request (`request.user`) has shown the first factor. A passkey is two at once, and whoever is vouched for at Substantial
   * or above has shown two elsewhere. A session that only goes on keeps when it began.
   */
  async first(request: ActingRequest, shown: Shown, signedInAt?: string): Promise<SignInAnswer> {
    const { id } = request.user as { id: string };
    const now = this.clock.now();
    const factors = await factorsOf(this.database, id);
    const two = shown.method === 'passkey' || isAtLeast(shown.level, 'Substantial');
    if (!two && hasFactor(factors)) {
      await startHalfSession(request, now, id, shown);
      const needs = [...(factors.totp ? (['code'] as const) : []), ...(factors.passkeys.length > 0 ? (['passkey'] as const) : [])];
      return { signedIn: false, needs };
    }
    await startSession(request, now, shown, signedInAt);
    const actor = await actorById(this.database, id, now, this.env.NODE_ENV !== 'production');
    if (!two && actor && needsFactor(actor.roles, this.env.SECOND_FACTOR_ROLES)) {
      request.session.enrolFirst = true;
      await saveSession(request);
    }
    return { signedIn: true };
  }

  /** Whether the request's session waits for a second factor. */
  isHalf(request: ActingRequest): boolean {
    const half = request.session.half;
    return half !== undefined && this.clock.now().getTime() - Date.parse(half.at) < halfMinutes * 60_000;
  }

  /** The code that was asked for after the first factor. Errors: `sign-in.second-past`, `sign-in.second-refused`, `sign-in.too-many`. */
  async second(request: ActingRequest, code: string): Promise<void> {
    const half = request.session.half;
    if (!half || !this.isHalf(request)) throw new AppError('sign-in.second-past');
    await this.requireCode(request, half.personId, code);
    request.user = { id: half.personId };
    await startSession(request, this.clock.now(), half);
  }

  /** Errors: `sign-in.second-refused`, `sign-in.too-many`: ten tries in a quarter of an hour, for the person and for the address. */
  async requireCode(request: ActingRequest, personId: string, code: string): Promise<void> {
    const now = this.clock.now();
    const from = { email: `second:${personId}`, address: request.ip ?? '' };
    await countTry(this.database, from, now);
    const key = secretsKey(this.env);
    if (!(await inTransaction(this.database, (tx) => useCode(tx, personId, code, key, now)))) {
      throw new AppError('sign-in.second-refused');
    }
    await forgetTries(this.database, from);
  }
}
