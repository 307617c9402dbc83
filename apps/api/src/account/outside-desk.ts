import { Inject, Injectable, Optional } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  beginOutside,
  confirmIdentity,
  endOneSession,
  endSamlSessions,
  finishOutside,
  followPrivileges,
  isShownSince,
  logoutMinutes,
  OidcProvider,
  outsideMinutes,
  type OutsideProvider,
  personByIdentity,
  refuseIdentity,
  rememberAssertion,
  type ReturningSignIn,
  SAML_SIGN_IN,
  samlLogoutAnswerUrl,
  samlLogoutUrl,
  samlMetadata,
  samlRequestUrl,
  type SamlSettings,
  sessionId,
  sessionOf,
  type VerifiedAssertion,
  verifyLogoutRequest,
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

  /** Where whoever was vouched for at sign-in shows again who they are; undefined for everyone else. */
  voucher(vouchedBy: OutsideProvider | undefined): { readonly path: string; readonly name: string } | undefined {
    const found = this.offered.find(({ path }) => path === `/log-paa/${vouchedBy}`);
    return found && { ...found, path: `${found.path}?igen=1` };
  }

  /** Our SAML metadata. Errors: `request.not-found` where SAML is not set up. */
  metadata(): string {
    if (!this.saml) throw new AppError('request.not-found');
    return samlMetadata(this.saml);
  }

  /**
   * Sends the browser to whoever vouches; with `again`, to show once more who it is that is signed in here. Errors: `request.not-found` where that
   * is not set up, `oidc.*`.
   */
  async leave(
    provider: OutsideProvider,
    { link, again }: { link?: string | undefined; again: boolean },
    request: ActingRequest,
    response: Response,
  ): Promise<string> {
    const { oidc, saml } = this;
    if (provider === 'oidc' ? !oidc : !saml) throw new AppError('request.not-found');
    const againSession = again && request.actor ? sessionId(request.sessionID) : undefined;
    const leaving = await inTransaction(this.database, (tx) => beginOutside(tx, provider, { link, againSession }, this.clock.now()));
    response.cookie(this.#cookie.name, leaving.binding, this.#cookie.options);
    if (provider === 'oidc' && oidc) return oidc.leave(leaving, againSession !== undefined);
    if (saml) return samlRequestUrl(saml, leaving.id, againSession !== undefined);
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
    return this.#signIn(request, who, kept);
  }

  /** SAML's answer, which the guard has verified. Errors: `saml.not-asked`, `identity.unknown`. */
  async arriveBySaml(request: ActingRequest, response: Response): Promise<boolean> {
    const verified = request.user as unknown as VerifiedAssertion;
    const kept = await this.#finish('saml', request, response, verified.inResponseTo);
    if (!kept) throw new AppError('saml.not-asked');
    const { issuer, subject, person, authenticatedAt } = verified;
    // Those who are joined to OIOSAML vouch for the e-mail that they state.
    const { name, email: verifiedEmail, level } = person;
    return this.#signIn(request, { provider: 'saml', issuer, subject, name, verifiedEmail, level, authenticatedAt }, kept, verified);
  }

  /** Where whoever signs out here signs out of the provider too; undefined for a session that no provider can end. */
  async signOutAt({ session }: ActingRequest): Promise<{ readonly to: string; readonly name: string } | undefined> {
    const to = this.saml && session.saml && (await samlLogoutUrl(this.saml, session.saml));
    return this.saml && to ? { to, name: this.saml.name } : undefined;
  }

  /**
   * Ends the sessions that the provider asks to be ended, and answers where the browser goes. A session's end has no need to be confirmed, so the
   * provider's answer to a request of ours only leads home. Errors: `request.not-found` where that is not set up, `saml.*`.
   */
  async endByProvider(request: ActingRequest): Promise<string> {
    const { saml } = this;
    if (!saml?.provider.logoutUrl) throw new AppError('request.not-found');
    if (request.query['SAMLResponse'] !== undefined) return '/';
    const now = this.clock.now();
    const asked = verifyLogoutRequest(request.originalUrl.split('?')[1] ?? '', saml, now);
    await inTransaction(this.database, async (tx) => {
      const until = new Date(now.getTime() + 2 * logoutMinutes * 60_000);
      if (!(await rememberAssertion(tx, `${saml.provider.entityId} logout ${asked.id}`, until, now))) throw new AppError('saml.replayed');
      await endSamlSessions(tx, asked);
    });
    return samlLogoutAnswerUrl(saml, asked);
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

  async #signIn(request: ActingRequest, who: VouchedFor, kept: ReturningSignIn, verified?: VerifiedAssertion): Promise<boolean> {
    const now = this.clock.now();
    if (kept.againSession && !isShownSince(who.authenticatedAt, kept.begunAt)) throw new AppError('sign-in.not-anew');
    const personId = await inTransaction(this.database, async (tx) => {
      const id = await personByIdentity(tx, who, kept.linkSha256, now);
      if (id && verified && this.saml) await followPrivileges(tx, id, verified.person.privileges, this.saml.roles, now);
      return id;
    });
    delete request.user;
    if (!personId) throw new AppError('identity.unknown');
    const signedInAt = kept.againSession ? await this.#goOn(personId, kept.againSession) : undefined;
    request.user = { id: personId };
    const saml = verified && { nameId: verified.subject, sessionIndex: verified.sessionIndex };
    // A sign-in that is not said to be of a time is not fresh.
    const shown = { method: who.provider, level: who.level, authenticatedAt: who.authenticatedAt ?? new Date(0), saml };
    const answer = await this.steps.first(request, shown, signedInAt);
    return answer.signedIn;
  }

  /** Ends the session that goes on under a new id; when it began. Errors: `sign-in.not-the-same` when it is another's, or has ended. */
  #goOn(personId: string, session: string): Promise<string> {
    return inTransaction(this.database, async (tx) => {
      const line = await sessionOf(tx, personId, session);
      if (!line || !(await endOneSession(tx, personId, session))) throw new AppError('sign-in.not-the-same');
      return line.signedInAt;
    });
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
