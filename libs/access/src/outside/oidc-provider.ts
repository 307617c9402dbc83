import { readFileSync } from 'node:fs';
import { AppError, type ErrorCode } from '@genmaele/contracts';
import { type Environment, onlyHostOf, OutgoingError, outgoingFetch, outgoingRules, type OutgoingRules } from '@genmaele/platform';
import * as client from 'openid-client';
import { type VouchedFor } from './identities.js';

/** What an answer is compared with. */
export interface OidcExpected {
  readonly id: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** An OpenID Connect issuer that may vouch for people: code flow with PKCE, state and nonce. Only its own host is ever asked. */
export class OidcProvider {
  #found: Promise<client.Configuration> | undefined;

  constructor(
    private readonly issuer: URL,
    private readonly clientId: string,
    private readonly secret: string | undefined,
    private readonly answerUrl: string,
    private readonly rules: OutgoingRules = onlyHostOf(issuer.href),
  ) {}

  /** The issuer of the settings; undefined when there is none. Errors: `environment.invalid`. */
  static from(
    env: Pick<
      Environment,
      'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET_FILE' | 'PUBLIC_URL' | 'OUTGOING_HOSTS' | 'OUTGOING_PRIVATE_HOSTS'
    >,
  ): OidcProvider | undefined {
    if (!env.OIDC_ISSUER) return undefined;
    if (!env.OIDC_CLIENT_ID || !env.PUBLIC_URL) {
      throw new AppError('environment.invalid', { problem: 'OIDC_ISSUER kræver OIDC_CLIENT_ID og PUBLIC_URL' });
    }
    const issuer = new URL(env.OIDC_ISSUER);
    if (issuer.protocol !== 'https:' && !isLocal(issuer)) {
      throw new AppError('environment.invalid', { problem: 'OIDC_ISSUER skal begynde med https' });
    }
    const secret = env.OIDC_CLIENT_SECRET_FILE && readFileSync(env.OIDC_CLIENT_SECRET_FILE, 'utf8').trim();
    return new OidcProvider(
      issuer,
      env.OIDC_CLIENT_ID,
      secret || undefined,
      new URL('/log-paa/oidc/svar', env.PUBLIC_URL).href,
      outgoingRules(env),
    );
  }

  /**
   * Where the browser is sent; with `again`, whoever is signed in there is asked all the same (OpenID Connect Core 3.1.2.1: `max_age`, after which
   * the answer must say when). Errors: `oidc.unreachable`, `oidc.issuer`.
   */
  async leave(expected: OidcExpected, again = false): Promise<string> {
    const configuration = await this.#configuration();
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.answerUrl,
      scope: 'openid email profile',
      state: expected.id,
      nonce: expected.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(expected.verifier),
      code_challenge_method: 'S256',
      ...(again ? { prompt: 'login', max_age: '0' } : {}),
    }).href;
  }

  /** Who the issuer says has come back. Errors: `oidc.*`, each for its own reason. */
  async arrive(query: URLSearchParams, expected: OidcExpected): Promise<VouchedFor> {
    const said = query.get('iss');
    if (said !== null && said !== this.#name) throw new AppError('oidc.mix-up');
    const configuration = await this.#configuration();
    const from = new URL(this.answerUrl);
    from.search = query.toString();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, from, {
        expectedState: expected.id,
        expectedNonce: expected.nonce,
        pkceCodeVerifier: expected.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new AppError('oidc.refused');
      const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
      const email = claims['email_verified'] === true ? text('email') : undefined;
      return {
        provider: 'oidc',
        issuer: claims.iss,
        subject: claims.sub,
        name: text('name') ?? text('email') ?? claims.sub,
        verifiedEmail: email,
        level: text('loa') ?? text('acr'),
        authenticatedAt: claims.auth_time === undefined ? undefined : new Date(claims.auth_time * 1000),
      };
    } catch (error) {
      throw refusal(error);
    }
  }

  get #name(): string {
    return this.issuer.href.replace(/\/$/, '');
  }

  #configuration(): Promise<client.Configuration> {
    this.#found ??= this.#discover().catch((error: unknown) => {
      this.#found = undefined;
      throw refusal(error, 'oidc.unreachable');
    });
    return this.#found;
  }

  async #discover(): Promise<client.Configuration> {
    const only = this.issuer.origin;
    const outside = outgoingFetch(this.rules);
    const ask: client.CustomFetch = (url, { method, headers, body }) => {
      if (new URL(url).origin !== only) throw new AppError('oidc.mix-up');
      return outside(url, { method, headers, body });
    };
    const execute = [client.enableNonRepudiationChecks, ...(isLocal(this.issuer) ? [client.allowInsecureRequests] : [])];
    const authentication = this.secret ? client.ClientSecretBasic(this.secret) : client.None();
    return client.discovery(this.issuer, this.clientId, {}, authentication, { execute, [client.customFetch]: ask, timeout: 10 });
  }
}

const isLocal = ({ protocol, hostname }: URL) => protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** What the library says, in our words; the first row that fits. */
// prettier-ignore
const refusals: readonly (readonly [says: RegExp, code: ErrorCode])[] = [
  [/fetch failed|timeout|ECONN|timed out/i,                    'oidc.unreachable'],
  [/"state"/,                                                  'oidc.state'],
  [/"iss" \(issuer\) response parameter|response parameter "iss"/, 'oidc.mix-up'],
  [/claim:nonce|"nonce"/,                                      'oidc.nonce'],
  [/claim:iss|attribute:issuer|"iss"|"issuer"/,                'oidc.issuer'],
  [/claim:(aud|azp)|"aud"|"azp"/,                              'oidc.audience'],
  [/claim:(exp|iat|nbf)|"exp"|"iat"|"nbf"|TIMESTAMP/,          'oidc.expired'],
  [/"alg"|unsupported JWS|UNSUPPORTED|algorithm/i,             'oidc.algorithm'],
  [/signature|KEY_SELECTION|no applicable keys/i,              'oidc.signature'],
];

function refusal(error: unknown, otherwise: ErrorCode = 'oidc.refused'): AppError {
  const said: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (each instanceof AppError) return each;
    if (each instanceof OutgoingError) return new AppError('oidc.unreachable', {}, { cause: each });
    const { code, cause } = each as { code?: unknown; cause?: { claim?: unknown; attribute?: unknown } };
    said.push(each.message, String(code ?? ''), `claim:${String(cause?.claim ?? '')}`, `attribute:${String(cause?.attribute ?? '')}`);
  }
  const text = said.join('\n');
  return new AppError(refusals.find(([says]) => says.test(text))?.[1] ?? otherwise);
}
