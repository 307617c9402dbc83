import { type Actor } from '@genmaele/access';
import { caseIn } from '@genmaele/testing';
import { chromium, Chromium } from './chromium.js';
import { openServedHouse, password, type ServedHouse } from './house.js';

const describe_ = chromium ? describe : describe.skip;

/** A device with a key of its own, opened by its person each time; what it makes it keeps, so that no name is typed. */
const device = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

let house: ServedHouse;
let tab: Chromium;
let base: string;
let authenticatorId: string;

beforeAll(async () => {
  if (!chromium) return;
  house = await openServedHouse();
  // A passkey belongs to a name; an address of numbers can have none.
  base = house.base.replace('127.0.0.1', 'localhost');
  tab = await Chromium.open();
  await tab.ask('WebAuthn.enable');
});
afterAll(async () => {
  await tab?.close();
  await house?.close();
});

async function signIn(person: Actor): Promise<void> {
  await tab.visit(base);
  await tab.type('E-mail', person.email);
  await tab.type('Adgangskode', password);
  await tab.press('Log på');
}

async function withPasskey(person: Actor): Promise<void> {
  await signIn(person);
  await tab.visit(`${base}/konto/noegler`);
  await tab.press('Lav en adgangsnøgle');
}

const stateOf = async (id: string) =>
  (await house.rows<{ state: string }>('SELECT state FROM response_case WHERE id = $1', [id]))[0]?.state;
const keysOnDevice = async () =>
  (await tab.ask<{ credentials: unknown[] }>('WebAuthn.getCredentials', { authenticatorId })).credentials.length;

/** What the page says when its passkey button leads nowhere. */
const refusal = () =>
  tab.evaluate<string>(`new Promise((resolve) => {
    const status = document.querySelector('[data-passkey-status]');
    new MutationObserver(() => resolve(status.textContent)).observe(status, { childList: true });
    document.querySelector('[data-passkey]').click();
  })`);

describe_('a passkey in a real browser (skipped where no Chromium is found; CHROMIUM names another)', () => {
  beforeEach(async () => {
    await tab.ask('Network.clearBrowserCookies');
    const added = await tab.ask<{ authenticatorId: string }>('WebAuthn.addVirtualAuthenticator', { options: device });
    ({ authenticatorId } = added);
  });
  afterEach(async () => {
    await tab.ask('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    expect(tab.complaints.splice(0)).toEqual([]);
  });

  it('is made on the page of one’s keys, signs in without a name, and shows again who one is before approving', async () => {
    const { chair } = house.people;
    const { id } = await caseIn(house, 'in-approval');
    await withPasskey(chair);
    expect([await tab.path(), await tab.text()]).toEqual(['/konto/noegler', expect.stringMatching(/Min nøgle\s/)]);
    expect(await keysOnDevice()).toBe(1);
    await tab.press('Log af');
    await tab.press('Log på med en adgangsnøgle');
    expect([await tab.path(), await tab.text()]).toEqual(['/', expect.stringContaining(chair.name)]);
    const [session] = await house.rows<{ method: string }>(
      `SELECT sess->>'method' AS method FROM session WHERE sess->'passport'->>'user' = $1`,
      [chair.id],
    );
    expect(session?.method).toBe('passkey');
    house.clock.move(61 * 60_000);
    await tab.visit(`${base}/sager/${id}`);
    await tab.press('Godkend');
    expect([await stateOf(id), await tab.text()]).toEqual(['in-approval', expect.stringContaining('Vis, at det er dig.')]);
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    await tab.press('Brug en adgangsnøgle, og fortsæt');
    expect([await stateOf(id), await tab.path()]).toEqual(['approved', `/sager/${id}`]);
  });

  it('is asked for on the page of one’s keys when the sign-in is old, before another is made', async () => {
    await withPasskey(house.people.head);
    house.clock.move(61 * 60_000);
    await tab.visit(`${base}/konto/noegler`);
    await tab.press('Lav nye nødkoder');
    expect(await tab.text()).toContain('Vis, at det er dig.');
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    await tab.visit(`${base}/konto/noegler`);
    await tab.press('Brug en adgangsnøgle');
    await tab.press('Lav nye nødkoder');
    expect(await tab.text()).toContain('Dine nødkoder');
  });

  it('that its person has removed signs nobody in, and the page says why', async () => {
    await withPasskey(house.people.officer);
    await tab.press('Fjern Min nøgle');
    expect([await tab.path(), await keysOnDevice()]).toEqual(['/konto/noegler', 1]);
    await tab.press('Log af');
    expect(await refusal()).toContain('Adgangsnøglen blev ikke taget. Den er ukendt her');
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await tab.visit(base);
    expect(await tab.text()).toContain('Adgangskode');
  });

  it('is not taken from a device that has not seen its person', async () => {
    await withPasskey(house.people.secretary);
    await tab.press('Log af');
    await tab.ask('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    expect(await refusal()).toBe('Enheden gav ingen nøgle. Prøv igen.');
  });
});
