import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, countTry, factorsOf, forgetTries, personByPassword } from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { startSession } from './session-life.js';
import { SignInSteps } from './sign-in-steps.js';

/** A person who is signed in shows once more who they are, for what must not be done from an unlocked machine. Any factor will do. */
@Injectable()
export class SignInAgain {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
  ) {}

  /**
   * Checks the password of whoever is signed in, and makes the session anew: the old one is worth nothing, the longest time it may last is
   * not moved. Errors: `sign-in.not-again`, `sign-in.too-many`.
   */
  async show(request: ActingRequest, password: string): Promise<void> {
    const { id, email } = actorOf(request);
    const from = { email, address: request.ip ?? '' };
    await countTry(this.database, from, this.clock.now());
    if ((await personByPassword(this.database, email, password, true)) !== id) throw new AppError('sign-in.not-again');
    await forgetTries(this.database, from);
    await this.renew(request);
  }

  /** The same, by a one-time code or a recovery code. Errors: `sign-in.second-refused`, `sign-in.too-many`. */
  async showCode(request: ActingRequest, code: string): Promise<void> {
    await this.steps.requireCode(request, actorOf(request).id, code);
    await this.renew(request);
  }

  /** By what else than a password the person of the request can show it: `vouchedBy` names who vouched for them at sign-in. */
  async ways(request: ActingRequest): Promise<{ code: boolean; passkey: boolean; vouchedBy: 'oidc' | 'saml' | undefined }> {
    const { totp, passkeys } = await factorsOf(this.database, actorOf(request).id);
    const { method } = request.session;
    return { code: totp, passkey: passkeys.length > 0, vouchedBy: method === 'oidc' || method === 'saml' ? method : undefined };
  }

  /** Makes the session anew for the person who has just shown who they are; what was said of it at sign-in stays. */
  async renew(request: ActingRequest): Promise<void> {
    const { signedInAt, method, level, saml, enrolFirst } = request.session;
    await startSession(request, this.clock.now(), { method: method ?? 'password', level, saml }, signedInAt);
    if (enrolFirst) request.session.enrolFirst = true;
  }
}
