import { type Actor } from '@genmaele/access';
import { checkBundle } from '@genmaele/delivery';
import { readArchive } from '@genmaele/platform';
import { actorWith, caseIn } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
let auditor: Actor;
let openId: string;
let closedId: string;

beforeAll(async () => {
  house = await openServedHouse();
  auditor = await actorWith(house.database, [{ role: 'auditor' }], house.clock.now(), 'auditor');
  openId = (await caseIn(house, 'signed')).id;
  closedId = (await caseIn(house, 'in-approval')).id;
  const answer = await (await house.as(house.people.officer)).post(`/cases/${closedId}/confidence`, { confidential: true, personIds: [] });
  expect(answer.status).toBe(200);
}, 120_000);
afterAll(() => house?.close());

async function download(actor: Actor, path: string): Promise<Buffer> {
  const { status, headers, bytes } = await (await house.as(actor)).get(path);
  expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'application/zip']);
  return bytes;
}

describe('a case that is taken out', () => {
  it('is whole for the head of office, and holds without the house', async () => {
    expect(await checkBundle(await download(house.people.head, `/cases/${openId}/export.zip`))).toMatchObject({
      scope: 'whole',
      problems: [],
    });
  });

  it('that is closed is what its log says for an auditor, and does not exist for an administrator who is not named', async () => {
    expect(await checkBundle(await download(auditor, `/cases/${closedId}/export.zip`))).toMatchObject({ scope: 'log', problems: [] });
    expect((await (await house.as(house.people.administrator)).get(`/cases/${closedId}/export.zip`)).status).toBe(404);
  });

  it('is refused to an officer, whom the page offers nothing either', async () => {
    const officer = await house.as(house.people.officer);
    expect((await officer.get(`/cases/${openId}/export.zip`)).status).toBe(403);
    const link = `/cases/${openId}/export.zip`;
    const pages = await Promise.all([officer, await house.as(house.people.head)].map((visitor) => visitor.page(`/sager/${openId}`)));
    expect(pages.map(({ text }) => text.includes(link))).toEqual([false, true]);
  });
});

describe('what is held on a person', () => {
  it('is theirs to take out, and an administrator’s', async () => {
    const { chair, administrator } = house.people;
    for (const bytes of [
      await download(chair, '/konto/oplysninger.zip'),
      await download(administrator, `/people/${chair.id}/export.zip`),
    ]) {
      expect((await readArchive(bytes)).get('oplysninger.html')?.toString()).toContain(chair.email);
    }
    expect((await (await house.as(chair)).get(`/people/${administrator.id}/export.zip`)).status).toBe(403);
  });
});

describe('how long what is kept', () => {
  it('is told to an auditor with what would go and what went, and to an officer not', async () => {
    await house.owner.query(`INSERT INTO sign_in_try (id, key, at) VALUES (gen_random_uuid(), 'k', '2020-01-01')`);
    const { text } = await (await house.as(auditor)).page('/opbevaring');
    expect(text).toMatch(/Mislykkede forsøg på at logge på<\/th><td>1 dag<\/td>[\s\S]*?<td>1<\/td><\/tr>/);
    expect(text).toContain('Loggen, også hvem der har læst hvad');
    expect((await (await house.as(house.people.officer)).page('/opbevaring')).status).toBe(403);
  });
});
