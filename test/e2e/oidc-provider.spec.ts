import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { actorWith } from '@genmaele/testing';
import { CookieVisitor } from './cookie-visitor.js';
import { dataFolder, openServedHouse, type ServedHouse } from './house.js';

let server: Server;
let issuer: string;
let house: ServedHouse;
/** How often somebody was asked at the provider who they are. */
let logins = 0;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It has no types; a name that is not a literal keeps the compiler from asking for them.
  const name: string = 'oidc-provider';
  const { default: Provider } = (await import(name)) as { default: any };
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'genmaele', client_secret: 'en delt hemmelighed', redirect_uris: ['http://127.0.0.1/log-paa/oidc/svar'] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, interaction: { uid: string }) => `/ja/${interaction.uid}` },
    findAccount: async (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ sub, name: 'Anna', email: 'anna@example.dk', email_verified: true }),
    }),
  } as never);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/ja/')) return void answer(request, response);
    void (async () => {
      // Whoever comes is Anna, and agrees to all.
      const { prompt, params, grantId } = (await provider.interactionDetails(request, response)) as any;
      const grant = grantId
        ? await provider.Grant.find(grantId)
        : new provider.Grant({ accountId: 'anna', clientId: params.client_id as string });
      grant?.addOIDCScope('openid email profile');
      if (prompt.name === 'login') logins += 1;
      const consent = prompt.name === 'consent' ? { consent: { grantId: await grant?.save() } } : { login: { accountId: 'anna' } };
      await provider.interactionFinished(request, response, consent as never, { mergeWithLastSubmission: true });
    })();
  });
  const secret = join(dataFolder('.'), 'oidc.secret');
  writeFileSync(secret, 'en delt hemmelighed\n');
  const settings = { PUBLIC_URL: 'http://127.0.0.1', OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'genmaele', OIDC_CLIENT_SECRET_FILE: secret };
  house = await openServedHouse(settings);
});
afterAll(async () => {
  await house?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A browser of several cookies, which follows redirects until one leaves the provider. */
async function followed(address: string, jar = new Map<string, string>()): Promise<URL> {
  let at = new URL(address);
  for (let hop = 0; hop < 12; hop += 1) {
    if (at.origin !== issuer) return at;
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) throw new Error(`the provider stopped at ${at.pathname}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    at = new URL(next, at);
  }
  throw new Error('the provider never lets go');
}

describe('a provider that is not ours (oidc-provider)', () => {
  it('vouches for a person, who is signed in', async () => {
    const actor = await actorWith(house.database, [{ role: 'officer' }], house.clock.now(), 'Anna');
    await house.rows(
      `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, 'oidc', $3, 'anna', 'Anna', $4, $4)`,
      [randomUUID(), actor.id, issuer, house.clock.now()],
    );
    const visitor = house.visitor();
    const leaving = await visitor.get('/log-paa/oidc');
    const back = await followed(leaving.headers.get('location') ?? '');
    const arrived = await visitor.get(back.pathname + back.search);
    expect([arrived.status, arrived.headers.get('location')]).toEqual([303, '/']);
    const session =
      arrived.headers
        .getSetCookie()
        .find((set) => set.startsWith('genmaele='))
        ?.split(';')[0] ?? '';
    expect((await house.visitor().get('/me', { cookie: session })).body.id).toBe(actor.id);
  });

  it('asks anew whoever is signed in there, when they are to show it again, and says when they did', async () => {
    house.clock.move(Date.now() - house.clock.now().getTime());
    const [actor] = await house.rows<{ id: string }>(`SELECT person_id AS id FROM person_identity WHERE subject = 'anna'`);
    const [who, provider] = [new CookieVisitor(house.base), new Map<string, string>()];
    const through = async (path: string) => {
      const back = await followed((await who.get(path)).headers.get('location') ?? '', provider);
      return who.get(back.pathname + back.search);
    };
    const codes = async () => (await who.post('/me/one-time-codes')).body.code as string | undefined;
    logins = 0;
    await through('/log-paa/oidc');
    await through('/log-paa/oidc');
    expect([logins, (await who.get('/me')).body.id, await codes()]).toEqual([1, actor?.id, 'sign-in.not-fresh']);
    const arrived = await through('/log-paa/oidc?igen=1');
    expect([logins, arrived.status, await codes()]).toEqual([2, 303, undefined]);
  });
});
