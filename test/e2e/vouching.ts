import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Actor } from '@genmaele/access';
import { actorWith, OidcIssuer, SamlProvider, testKey, type TestKey } from '@genmaele/testing';
import { asked, CookieVisitor } from './cookie-visitor.js';
import { dataFolder, openServedHouse, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

/** Our name at the SAML provider. */
export const entityId = 'https://genmaele.example';
/** Where its answers come to. */
export const answerUrl = 'http://127.0.0.1/saml/svar';
/** A privilege that gives the role of auditor here. */
export const jobRole = 'http://kl.dk/roles/jobrole/hoering_auditor/1';

/** What a test lets the SAML provider say of a person. */
export interface SaidOfPerson {
  readonly nameId: string;
  readonly attributes?: Record<string, string>;
  readonly authnInstant?: Date | null;
}

/** A house with an OpenID Connect issuer and a SAML provider that vouch for whomever a test says. */
export class Vouching {
  private constructor(
    readonly house: ServedHouse,
    readonly issuer: OidcIssuer,
    readonly provider: SamlProvider,
    readonly own: TestKey,
  ) {}

  static async open(): Promise<Vouching> {
    const [issuer, provider, own] = await Promise.all([OidcIssuer.open(), SamlProvider.open(), testKey('Genmæle')]);
    const folder = join(dataFolder('.'), 'saml');
    mkdirSync(folder, { recursive: true });
    const write = (name: string, text: string) => (writeFileSync(join(folder, name), text), name);
    const settings = {
      entityId,
      identityProvider: write('idp.xml', provider.metadata),
      key: write('key.pem', own.pem),
      certificate: write('certificate.pem', own.certificate),
      roles: [{ privilege: jobRole, cvr: '62547413', role: 'auditor' }],
    };
    const house = await openServedHouse({
      PUBLIC_URL: 'http://127.0.0.1',
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: 'genmaele',
      SAML_SETTINGS: join(folder, write('saml.json', JSON.stringify(settings))),
      APPROVAL_LEAST_LEVEL: 'High',
    });
    return new Vouching(house, issuer, provider, own);
  }

  async close(): Promise<void> {
    await this.house.close();
    await this.issuer.close();
  }

  visitor(): CookieVisitor {
    return new CookieVisitor(this.house.base);
  }

  person(name = 'Anna'): Promise<Actor> {
    return actorWith(this.house.database, [{ role: 'officer' }], this.house.clock.now(), name);
  }

  /** Makes an identity at the provider a person's. */
  async link(actor: Actor, by: 'oidc' | 'saml', subject: string): Promise<void> {
    const who = by === 'oidc' ? this.issuer.url : this.provider.entityId;
    await this.house.rows(
      `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [randomUUID(), actor.id, by, who, subject, actor.name, this.house.clock.now()],
    );
  }

  /** Someone new whose identity at the issuer is this one, and who is sitting there. */
  async linkedByOidc(sub: string): Promise<Actor> {
    const actor = await this.person();
    await this.link(actor, 'oidc', sub);
    this.issuer.person = { sub, name: 'Anna', email: 'anna@example.dk', email_verified: true };
    return actor;
  }

  /** Where the visitor is sent to be vouched for. */
  async leave(who: Visitor, by: 'oidc' | 'saml', query = ''): Promise<string> {
    const answer = await who.get(`/log-paa/${by}${query && `?${query}`}`);
    expect(answer.status).toBe(303);
    return answer.headers.get('location') ?? '';
  }

  async byOidc(who: Visitor, query = '') {
    const { pathname, search } = this.issuer.consent(await this.leave(who, 'oidc', query));
    return who.get(pathname + search);
  }

  async bySaml(who: Visitor, said: SaidOfPerson, query = '') {
    const { id } = asked(await this.leave(who, 'saml', query));
    return this.post(who, this.response(id, said));
  }

  /** The provider's answer to the request with that id. */
  response(inResponseTo: string, said: SaidOfPerson): string {
    return this.provider.response(
      this.provider.assertion({ now: this.house.clock.now(), audience: entityId, answerUrl, inResponseTo, ...said }),
    );
  }

  post(who: Visitor, response: string) {
    return who.ask('POST', '/saml/svar', {
      body: new URLSearchParams({ SAMLResponse: response }),
      headers: { accept: 'application/json', origin: 'https://idp.example.dk', 'sec-fetch-site': 'cross-site' },
    });
  }
}
