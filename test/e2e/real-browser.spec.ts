import { type Actor } from '@genmaele/access';
import { actorWith, caseIn } from '@genmaele/testing';
import { chromium, Chromium } from './chromium.js';
import { openServedHouse, password, type ServedHouse } from './house.js';

const describe_ = chromium ? describe : describe.skip;

let house: ServedHouse;
let tab: Chromium;

beforeAll(async () => {
  if (!chromium) return;
  house = await openServedHouse();
  tab = await Chromium.open();
});
afterAll(async () => {
  await tab?.close();
  await house?.close();
});

async function signIn(person: Actor): Promise<void> {
  await tab.visit(house.base);
  await tab.type('E-mail', person.email);
  await tab.type('Adgangskode', password);
  await tab.press('Log på');
}

describe_(`a real browser (skipped where no Chromium is found; CHROMIUM names another)`, () => {
  beforeEach(() => tab.ask('Network.clearBrowserCookies'));
  afterEach(() => {
    expect(tab.complaints.splice(0)).toEqual([]);
  });

  it('lets a chair sign in on a phone, approve and sign out', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await tab.width(360);
    await signIn(house.people.chair);
    expect(await tab.text()).toContain(house.people.chair.name);
    expect(await tab.text()).toMatch(/Til godkendelse\s+Godkend/);
    await tab.visit(`${house.base}/sager/${id}`);
    expect(await tab.flaws()).toEqual([]);
    await tab.press('Godkend');
    expect(await tab.text()).toContain('Godkendt');
    await house.drain();
    await tab.visit(`${house.base}/sager/${id}`);
    expect(await tab.text()).toContain('Underskrevet');
    await tab.press('Log af');
    expect(await tab.text()).toContain('Adgangskode');
  });

  it.each([
    ['officer', ['/', '/henvendelser/ny', '/forbehold', '/udvalg', '/konto', '/konto/beskeder', '/konto/noegler', '/trintider']],
    ['secretary', ['/', '/udvalg', '/forbehold', '/stedfortraedere']],
    ['chair', ['/', '/mine-moeder', '/forbehold', '/stedfortraedere']],
    ['administrator', ['/', '/personer', '/kalender', '/fordeling', '/godkendelsesveje', '/adgange']],
  ] as const)('shows the pages of the %s on a phone and on a desk, whole and without a complaint', async (part, paths) => {
    const { id } = await caseIn(house, 'in-approval');
    await signIn(house.people[part]);
    const ofOthers = part === 'administrator' ? [`/personer/${house.people.officer.id}/roller`] : [];
    for (const path of [...paths, ...ofOthers, `/sager/${id}`]) {
      await tab.visit(house.base + path);
      for (const width of [360, 1280]) {
        await tab.width(width);
        expect({ path, width, flaws: await tab.flaws() }).toEqual({ path, width, flaws: [] });
      }
    }
    await tab.press('Log af');
  });

  it('shows what municipalities are asked and write on a phone and on a desk, whole and without a complaint', async () => {
    const { id } = await caseIn(house, 'drafting');
    const odense = [{ role: 'municipality-contact', municipalityCode: '461' }] as const;
    const contact = await actorWith(house.database, odense, house.clock.now(), 'Ole Odense');
    const body = { question: 'Hvad koster det?', deadline: '2026-12-04', municipalities: ['461', '751'] };
    await (await house.as(house.people.officer)).post(`/cases/${id}/contribution-requests`, body);
    const [own] = (await (await house.as(contact)).get('/contributions')).body as { id: string }[];
    const whole = async (path: string) => {
      await tab.visit(house.base + path);
      for (const width of [360, 1280]) {
        await tab.width(width);
        expect({ path, width, flaws: await tab.flaws() }).toEqual({ path, width, flaws: [] });
      }
    };
    await signIn(contact);
    for (const path of ['/', '/bidrag', `/bidrag/${own?.id}/synlighed`, `/bidrag/${own?.id}`]) await whole(path);
    await tab.type('Kommunens bidrag', 'Tre millioner om året.');
    await tab.press('Send bidraget');
    expect(await tab.text()).toContain('Bidraget er sendt.');
    await tab.press('Log af');
    await signIn(house.people.officer);
    for (const path of [`/sager/${id}`, `/sager/${id}/bidrag`]) await whole(path);
    expect(await tab.text()).toContain('Tre millioner om året.');
    await tab.press('Log af');
  });
});
