import { asked } from './cookie-visitor.js';
import { type Visitor } from './visitor.js';
import { Vouching } from './vouching.js';

let vouching: Vouching;

beforeAll(async () => {
  vouching = await Vouching.open();
});
beforeEach(() => {
  vouching.issuer.fault = {};
});
afterAll(() => vouching?.close());

describe('whoever was vouched for, and shows it again', () => {
  const hours = 3_600_000;
  const ago = (milliseconds: number) => new Date(vouching.house.clock.now().getTime() - milliseconds);
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
  const sessions = (personId: string) =>
    vouching.house.rows<{ began: string }>(`SELECT sess->>'signedInAt' AS began FROM session WHERE sess->'passport'->>'user' = $1`, [
      personId,
    ]);
  const keys = async (who: Visitor) => (await who.post('/me/one-time-codes')).body.code as string | undefined;
  const again = (who: Visitor, by: 'oidc' | 'saml') => vouching.leave(who, by, 'igen=1');

  async function knownToSaml(nameId: string) {
    const actor = await vouching.person('Frida');
    await vouching.link(actor, 'saml', nameId);
    return actor;
  }
  const answer = (who: Visitor, id: string, nameId: string, authnInstant: Date | null) =>
    vouching.post(who, vouching.response(id, { nameId, authnInstant }));

  it('is asked at the SAML provider all the same, by ForceAuthn, and only then', async () => {
    await knownToSaml('f-1');
    const who = vouching.visitor();
    expect(asked(await again(who, 'saml')).xml).not.toContain('ForceAuthn');
    await vouching.bySaml(who, { nameId: 'f-1' });
    expect(asked(await vouching.leave(who, 'saml')).xml).not.toContain('ForceAuthn');
    expect(asked(await again(who, 'saml')).xml).toContain('ForceAuthn="true"');
    expect((await who.get('/konto/noegler')).text).toContain('<a href="/log-paa/saml?igen=1">');
  });

  it('has shown nothing by an old session at the SAML provider, at sign-in as little as after', async () => {
    const actor = await knownToSaml('f-2');
    const who = vouching.visitor();
    expect((await vouching.bySaml(who, { nameId: 'f-2', authnInstant: ago(9 * hours) })).status).toBe(303);
    expect(await keys(who)).toBe('sign-in.not-fresh');
    for (const old of [ago(9 * hours), ago(1000), null]) {
      const { id } = asked(await again(who, 'saml'));
      expect((await answer(who, id, 'f-2', old)).body.code).toBe('sign-in.not-anew');
    }
    expect([await keys(who), (await sessions(actor.id)).length]).toEqual(['sign-in.not-fresh', 1]);
  });

  it('goes on in a session under a new id, which lasts no longer for it, though the browser sends no session along', async () => {
    const actor = await knownToSaml('f-3');
    const who = vouching.visitor();
    await vouching.bySaml(who, { nameId: 'f-3', authnInstant: ago(9 * hours) });
    const [before, began] = [who.jar.get('genmaele'), await sessions(actor.id)];
    vouching.house.clock.move(60_000);
    const { id } = asked(await again(who, 'saml'));
    who.jar.delete('genmaele');
    vouching.house.clock.move(30_000);
    expect((await answer(who, id, 'f-3', ago(10_000))).status).toBe(303);
    expect([await keys(who), await sessions(actor.id)]).toEqual([undefined, began]);
    expect(who.jar.get('genmaele')).not.toBe(before);
    who.jar.set('genmaele', before ?? '');
    expect((await who.get('/me')).status).toBe(401);
  });

  it('is refused when another answers, or when the session has ended meanwhile', async () => {
    const actor = await knownToSaml('f-4');
    await knownToSaml('f-5');
    const who = vouching.visitor();
    await vouching.bySaml(who, { nameId: 'f-4', authnInstant: ago(9 * hours) });
    const { id } = asked(await again(who, 'saml'));
    expect((await answer(who, id, 'f-5', vouching.house.clock.now())).body.code).toBe('sign-in.not-the-same');
    expect([(await who.get('/me')).body.email, await keys(who)]).toEqual([actor.email, 'sign-in.not-fresh']);
    const second = asked(await again(who, 'saml'));
    await who.post('/sign-out');
    expect((await answer(who, second.id, 'f-4', vouching.house.clock.now())).body.code).toBe('sign-in.not-the-same');
  });

  it('is asked by OpenID Connect with prompt and max_age, and must be answered with a time that is later than the question', async () => {
    const actor = await vouching.linkedByOidc('g-1');
    const claims = (at: Date | undefined) => (at ? { claims: { auth_time: seconds(at) } } : {});
    const who = vouching.visitor();
    vouching.issuer.fault = claims(ago(9 * hours));
    await vouching.byOidc(who);
    expect(await keys(who)).toBe('sign-in.not-fresh');
    const query = new URL(await again(who, 'oidc')).searchParams;
    expect([query.get('prompt'), query.get('max_age')]).toEqual(['login', '0']);
    for (const old of [ago(9 * hours), ago(1000), undefined]) {
      vouching.issuer.fault = claims(old);
      expect((await vouching.byOidc(who, 'igen=1')).body.code).toBe('sign-in.not-anew');
    }
    expect(await keys(who)).toBe('sign-in.not-fresh');
    vouching.issuer.fault = claims(vouching.house.clock.now());
    expect((await vouching.byOidc(who, 'igen=1')).status).toBe(303);
    expect([await keys(who), (await sessions(actor.id)).length]).toEqual([undefined, 1]);
  });
});
