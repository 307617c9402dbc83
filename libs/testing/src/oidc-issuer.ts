import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** What the issuer does wrong, for a test to see it refused. */
export interface IssuerFault {
  /** Claims of the ID token that stand above the right ones. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly alg?: 'none' | 'HS256';
  /** Signs with a key that it does not publish. */
  readonly foreignKey?: boolean;
  /** What its own description says its name is. */
  readonly name?: string;
  /** The issuer named in the answer in the address bar (RFC 9207). */
  readonly iss?: string;
}

/** An OpenID Connect issuer on localhost that vouches for one person and can be made to lie in one thing at a time. */
export class OidcIssuer {
  fault: IssuerFault = {};
  person: Record<string, unknown> = { sub: 'anna', name: 'Anna Æbelø', email: 'anna@example.dk', email_verified: true };
  readonly #codes = new Map<string, { nonce: string; challenge: string; client: string }>();
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #other = generateKeyPairSync('rsa', { modulusLength: 2048 });

  private constructor(private readonly server: Server) {}

  static async open(): Promise<OidcIssuer> {
    const issuer: OidcIssuer = new OidcIssuer(
      createServer((request, response) => {
        void issuer
          .#answer(request)
          .then(([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
      }),
    );
    await new Promise<void>((resolve) => issuer.server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** What the person's browser does at the issuer: it says yes, and is sent back. The address that it is sent to. */
  consent(address: string): URL {
    const asked = new URL(address).searchParams;
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, {
      nonce: asked.get('nonce') ?? '',
      challenge: asked.get('code_challenge') ?? '',
      client: asked.get('client_id') ?? '',
    });
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    back.searchParams.set('iss', this.fault.iss ?? this.url);
    return back;
  }

  async #answer(request: IncomingMessage): Promise<[number, unknown]> {
    if (request.url === '/.well-known/openid-configuration') return [200, this.#description()];
    if (request.url === '/jwks')
      return [200, { keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] }];
    if (request.url !== '/token') return [404, {}];
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const asked = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!asked || asked.challenge !== challenge) return [400, { error: 'invalid_grant' }];
    return [200, { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: this.#token(asked) }];
  }

  #description() {
    const { url } = this;
    return {
      issuer: this.fault.name ?? url,
      authorization_endpoint: `${url}/auth`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  #token({ nonce, client }: { nonce: string; client: string }): string {
    const { alg = 'RS256', claims, foreignKey } = this.fault;
    const now = Math.floor(Date.now() / 1000);
    const said = { iss: this.url, aud: client, iat: now, exp: now + 60, nonce, ...this.person, ...claims };
    const body = [{ alg, kid: 'k' }, said].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const key: KeyObject = (foreignKey ? this.#other : this.#key).privateKey;
    return `${body}.${alg === 'none' ? '' : createSign('sha256').update(body).sign(key).toString('base64url')}`;
  }
}
