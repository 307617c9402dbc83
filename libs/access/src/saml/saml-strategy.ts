import { type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { type PassportSamlConfig, type Profile, SAML, Strategy, type VerifyWithoutRequest } from '@node-saml/passport-saml';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { rememberAssertion } from '../outside/outside-sign-ins.js';
import { samlTerms } from './saml-names.js';
import { readSamlSettings, type SamlSettings } from './saml-settings.js';
import { samlLibrary, type VerifiedAssertion, verifyResponse } from './saml-verifier.js';

/** The token under which Nest hands out the {@link SamlSettings}; undefined where SAML is not set up. */
export const SAML_SIGN_IN = Symbol('saml sign-in');

/** The settings of the environment. Errors: `environment.invalid`. */
export function samlFrom(env: Pick<Environment, 'SAML_SETTINGS' | 'PUBLIC_URL'>): SamlSettings | undefined {
  if (!env.SAML_SETTINGS) return undefined;
  if (!env.PUBLIC_URL) throw new AppError('environment.invalid', { problem: 'SAML_SETTINGS kræver PUBLIC_URL' });
  return readSamlSettings(env.SAML_SETTINGS, env.PUBLIC_URL);
}

/**
 * Where the browser is sent to be vouched for: a signed request of ours (HTTP-Redirect), under the id given. With `again`, whoever is signed in
 * there is asked all the same (SAML Core 3.4.1, `ForceAuthn`).
 */
export function samlRequestUrl(settings: SamlSettings, requestId: string, again = false): Promise<string> {
  return samlLibrary(settings, requestId, again).getAuthorizeUrlAsync('', undefined, {});
}

/** Our metadata, for the identity provider to read. */
export function samlMetadata(settings: SamlSettings): string {
  const metadata = samlLibrary(settings, '_genmaele').generateServiceProviderMetadata(settings.certificate, settings.certificate);
  // The library writes the binding that it takes a logout by; ours is the one that OIOSAML asks for.
  return metadata.replace(/(<SingleLogoutService Binding=")[^"]*/, `$1${samlTerms.redirect}`);
}

/** node-saml, with our way of verifying in place of its own; it takes a response by POST and nothing else. */
class VerifyingSaml extends SAML {
  constructor(
    library: SAML,
    private readonly verify: (encoded: string) => Promise<VerifiedAssertion>,
  ) {
    super(library.options);
  }

  override async validatePostResponseAsync(container: Record<string, string>) {
    const verified = await this.verify(container['SAMLResponse'] ?? '');
    const profile: Profile = { issuer: verified.issuer, nameID: verified.subject, nameIDFormat: '', verified };
    return { profile, loggedOut: false };
  }

  override async validateRedirectAsync(): Promise<never> {
    throw new AppError('saml.unreadable');
  }

  override async validatePostRequestAsync(): Promise<never> {
    throw new AppError('saml.unreadable');
  }
}

/** Takes in a SAML response. The verified assertion is what passport then calls the user; whose it is, is found out after. Errors: `saml.*`. */
@Injectable()
export class SamlStrategy extends PassportStrategy(Strategy, 'saml') {
  constructor(settings: SamlSettings, database: DataSource, clock: Clock) {
    // Nest adds the function that verifies, which the type asks us for.
    super(...([samlLibrary(settings).options] as unknown as [PassportSamlConfig, VerifyWithoutRequest]));
    this._saml = new VerifyingSaml(samlLibrary(settings), (encoded) => {
      const now = clock.now();
      const remember = (id: string, until: Date) => inTransaction(database, (tx) => rememberAssertion(tx, id, until, now));
      return verifyResponse(encoded, settings, { now, remember });
    });
  }

  validate(profile: Profile): VerifiedAssertion {
    return profile['verified'] as VerifiedAssertion;
  }
}

/** Runs the {@link SamlStrategy}; where SAML is not set up, the route is not there. */
@Injectable()
export class SamlGuard extends AuthGuard('saml') {
  constructor(@Optional() @Inject(SAML_SIGN_IN) private readonly settings: SamlSettings | undefined) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    if (!this.settings) throw new AppError('request.not-found');
    const { body } = context.switchToHttp().getRequest<{ body?: { SAMLResponse?: unknown; SAMLRequest?: unknown } }>();
    if (typeof body?.SAMLResponse !== 'string') throw new AppError('saml.unreadable');
    return super.canActivate(context);
  }

  override handleRequest<U>(error: unknown, user: U): U {
    if (error) throw error;
    if (!user) throw new AppError('saml.unreadable');
    return user;
  }
}
