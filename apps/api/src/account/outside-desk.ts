import { Inject, Injectable, Optional } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  beginOutside,
  confirmIdentity,
  finishOutside,
  followPrivileges,
  OidcProvider,
  outsideMinutes,
  type OutsideProvider,
  personByIdentity,
  refuseIdentity,
  SAML_SIGN_IN,
  samlMetadata,
  samlRequestUrl,
  type SamlSettings,
  type VerifiedAssertion,
  type VouchedFor,
  waitingIdentities,
} from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { type CookieOptions, type Response } from 'express';
import { DataSource } from 'typeorm';
import { SignInSteps } from './sign-in-steps.js';

/** Signing in through someone who vouches for people: there, back, and to the account that is linked. */
@Injectable()
export class OutsideDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
    @Optional() @Inject(OidcProvider) private readonly oidc: OidcProvider | undefined,
    @Optional() @Inject(SAML_SIGN_IN) private readonly saml: SamlSettings | undefined,
  ) {}

  /** What the sign-in page shows. */
  get signInView() {
    return { sample: this.env.NODE_ENV !== 'production', outside: this.offered };
  }

  /** The buttons of those who vouch for people. */
  get offered(): readonly { readonly path: string; readonly name: string }[] {
    return [
      ...(this.saml ? [{ path: '/log-paa/saml', name: this.saml.name }] : []),
      ...(this.oidc ? [{ path: '/log-paa/oidc', name: 'din organisation' }] : []),
    ];
  }

  /** Our SAML metadata. Errors: `request.not-found` where SAML is not set up. */
  metadata(): string {
    if (!this.saml) throw new AppError('request.not-found');
    return samlMetadata(this.saml);
  }

  /** Sends the browser to whoever vouches. Errors: `request.not-found` where that is not set up, `oidc.*`. */
  async leave(provider: OutsideProvider, link: string | undefined, response: Response): Promise<string> {
    const { oidc, saml } = this;
    if (provider === 'oidc' ? !oidc : !saml) throw new AppError('request.not-found');
    const leaving = await inTransaction(this.database, (tx) => beginOutside(tx, provider, link, this.clock.now()));
    response.cookie(this.#cookie.name, leaving.binding, this.#cookie.options);
    if (provider === 'oidc' && oidc) return oidc.leave(leaving);
    if (saml) return samlRequestUrl(saml, leaving.id);
    throw new AppError('request.not-found');
  }

  /** OpenID Connect's answer. Errors: `oidc.*`, `identity.unknown`. */
  async arriveByOidc(request: ActingRequest, response: Response): Promise<boolean> {
    if (!this.oidc) throw new AppError('request.not-found');
    const query = new URL(request.originalUrl, 'http://here').searchParams;
    const id = query.get('state') ?? '';
    const kept = await this.#finish('oidc', request, response, id);
    if (!kept) throw new AppError('oidc.state');
    const who = await this.oidc.arrive(query, { id, nonce: kept.nonce, verifier: kept.verifier });
    return this.#signIn(request, who, kept.linkSha256);
  }

  /** SAML's answer, which the guard has verified. Errors: `saml.not-asked`, `identity.unknown`. */
  async arriveBySaml(request: ActingRequest, response: Response): Promise<boolean> {
    const verified = request.user as unknown as VerifiedAssertion;
    const kept = await this.#finish('saml', request, response, verified.inResponseTo);
    if (!kept) throw new AppError('saml.not-asked');
    const { issuer, subject, person } = verified;
    // Those who are joined to OIOSAML vouch for the e-mail that they state.
    const who: VouchedFor = { provider: 'saml', issuer, subject, name: person.name, verifiedEmail: person.email, level: person.level };
    return this.#signIn(request, who, kept.linkSha256, verified);
  }

  /** The identities that wait for an administrator. */
  waiting() {
    return waitingIdentities(this.database);
  }

  /** Errors: `identity.not-found`. */
  decide(request: ActingRequest, id: string, confirmed: boolean): Promise<void> {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    return inTransaction(this.database, (tx) => (confirmed ? confirmIdentity(tx, id, by) : refuseIdentity(tx, id, by)));
  }

  async #signIn(request: ActingRequest, who: VouchedFor, linkSha256: string | null, verified?: VerifiedAssertion): Promise<boolean> {
    const now = this.clock.now();
    const personId = await inTransaction(this.database, async (tx) => {
      const id = await personByIdentity(tx, who, linkSha256, now);
      if (id && verified && this.saml) await followPrivileges(tx, id, verified.person.privileges, this.saml.roles, now);
      return id;
    });
    delete request.user;
    if (!personId) throw new AppError('identity.unknown');
    request.user = { id: personId };
    const answer = await this.steps.first(request, { method: who.provider, level: who.level });
    return answer.signedIn;
  }

  #finish(provider: OutsideProvider, request: ActingRequest, response: Response, id: string) {
    const { name, options } = this.#cookie;
    const pair = (request.headers.cookie ?? '').split(/; */).find((each) => each.startsWith(`${name}=`));
    response.clearCookie(name, { ...options, maxAge: undefined } as CookieOptions);
    const came = { id, binding: pair?.slice(name.length + 1) ?? '' };
    return inTransaction(this.database, (tx) => finishOutside(tx, provider, came, this.clock.now()));
  }

  /** Stays with the browser that leaves. A provider's page posts the answer from its own site, so the cookie must be sent from there too. */
  get #cookie(): { name: string; options: CookieOptions } {
    const secure = this.env.PUBLIC_URL?.startsWith('https://') ?? false;
    const options: CookieOptions = {
      httpOnly: true,
      secure,
      sameSite: secure ? 'none' : 'lax',
      path: '/',
      maxAge: outsideMinutes * 60_000,
    };
    return { name: secure ? '__Host-genmaele-ude' : 'genmaele-ude', options };
  }
}
