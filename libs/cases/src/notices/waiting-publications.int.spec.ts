import { type Actor } from '@genmaele/access';
import { addDays, isWorkingDay, type LocalDate, localDateOf } from '@genmaele/calendar';
import {
  act,
  actorWith,
  caseIn,
  type MailSink,
  openTestHouse,
  sampleResponse,
  startMailSink,
  type TestHouse,
  testHandlers,
  testMail,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { caseView, confideCase, promiseDigests, setStandIn } from '../index.js';

let house: TestHouse;
let sink: MailSink;
let secondHead: Actor;
let day: LocalDate = localDateOf(testStart);
beforeAll(async () => {
  house = await openTestHouse();
  house.clock.set(testStart);
  sink = await startMailSink();
  secondHead = await actorWith(house.database, [{ role: 'head-of-office' }], house.clock.now(), 'Anden Kontorchef');
}, 60_000);
afterAll(async () => {
  await sink.close();
  await house.close();
});

const runner = () =>
  testRunner(house, { handlers: testHandlers(house, testMail(sink.url)), changed: { 'notice.send': async () => undefined } });

interface Sent {
  id: string;
  number: string;
  seen: string;
}

/** A case whose letter has left. */
async function sent(): Promise<Sent> {
  const { id, number } = await caseIn(house, 'sending');
  await runner().runDue();
  const { state, signedSha256 } = await caseView(house.database, id);
  expect(state).toBe('sent');
  return { id, number, seen: signedSha256 ?? '' };
}

async function proposed(by: Actor = house.people.head): Promise<Sent> {
  const letter = await sent();
  await act(house, letter.id, 'propose-publication', by, { seen: letter.seen });
  return letter;
}

/** The part of the next morning's digest that asks something of the person; empty when there is none. Also what was sent them since, of any kind. */
async function nextMorning(): Promise<(person: Actor) => Promise<{ asks: string; kinds: string[] }>> {
  do day = addDays(day, 1);
  while (!isWorkingDay(day));
  const moment = new Date(`${day}T08:00:00.000Z`);
  house.clock.set(moment);
  await house.tx((tx) => promiseDigests(tx, moment));
  await runner().runDue();
  return async ({ email }) => {
    const mails = await house.rows<{ kind: string; text: string }>(
      'SELECT kind, text FROM notice WHERE recipient = $1 AND created_at >= $2::timestamptz ORDER BY created_at',
      [email, moment],
    );
    const text = mails.find(({ kind }) => kind === 'digest')?.text ?? '';
    const [, asked = ''] = text.split('DET VENTER PÅ DIG');
    return { asks: asked.split(/\r\n[A-ZÆØÅ ]{6,}\r\n/)[0] ?? '', kinds: mails.map(({ kind }) => kind) };
  };
}

describe('a letter that somebody has proposed to make public', () => {
  it('is told in the digest of each who may release it, why, and that nothing happens otherwise; never at once, and not to who proposed it', async () => {
    const { id, number } = await proposed();
    await runner().runDue();
    expect(await house.rows(`SELECT 1 FROM notice WHERE case_id = $1 AND text LIKE '%offentlig%'`, [id])).toEqual([]);
    const told = await nextMorning();
    for (const person of [house.people.dispatcher, secondHead]) {
      const { asks, kinds } = await told(person);
      expect(kinds).toEqual(['digest']);
      expect(asks).toMatch(new RegExp(`Sag ${number} .*har et svar, som head foreslog at offentliggøre mandag den 23. november 2026`));
      expect(asks).toMatch(/Du får det at vide, fordi du er (ekspedient|kontorchef), og der skal to til at offentliggøre\./);
      expect(asks).toContain('Gør du ikke noget: svaret bliver ikke offentligt, og forslaget bliver stående; der er ingen frist.');
      for (const words of [...sampleResponse().lead, ...sampleResponse().points.map(({ text }) => text)]) expect(asks).not.toContain(words);
    }
    for (const person of [house.people.head, house.people.officer, house.people.secretary, house.people.chair])
      expect((await told(person)).asks).not.toContain(`${number} `);
  });

  it.each([
    ['released', (letter: Sent) => act(house, letter.id, 'publish', house.people.dispatcher, { seen: letter.seen })],
    ['taken back', (letter: Sent) => act(house, letter.id, 'drop-publication', house.people.officer, { seen: letter.seen })],
    [
      'of a case that is closed',
      (letter: Sent) => {
        const closed = { confidential: true, personIds: [house.people.dispatcher.id, secondHead.id] };
        return house.tx((tx) => confideCase(tx, letter.id, closed, { actorId: house.people.head.id, now: house.clock.now() }));
      },
    ],
  ])('is told no more once it is %s', async (_what, end) => {
    const letter = await proposed();
    expect((await (await nextMorning())(secondHead)).asks).toContain(letter.number);
    await end(letter);
    const told = await nextMorning();
    for (const person of [secondHead, house.people.dispatcher]) expect((await told(person)).asks).not.toContain(letter.number);
  });

  it('is told to who stands in for one that may release it, with for whom, and not to who stands in for the one that proposed it', async () => {
    const now = house.clock.now();
    const [forHead, forProposer] = [
      await actorWith(house.database, [{ role: 'economist' }], now, 'For Kontorchef'),
      await actorWith(house.database, [{ role: 'economist' }], now, 'For Forslagsstiller'),
    ];
    const standIn = (person: Actor, by: Actor) => {
      const valid = { validFrom: now.toISOString(), validTo: new Date(now.getTime() + 30 * 86_400_000).toISOString() };
      const body = { personId: person.id, byPersonId: by.id, ...valid, reason: 'Ferie', roles: [], committees: [], kinds: [] };
      return house.tx((tx) => setStandIn(tx, body, { actor: person, now }));
    };
    await standIn(secondHead, forHead);
    await standIn(house.people.head, forProposer);
    const { number } = await proposed();
    const told = await nextMorning();
    expect((await told(forHead)).asks).toMatch(new RegExp(`Sag ${number} [^]*du er stedfortræder for Anden Kontorchef, der er kontorchef`));
    expect((await told(forProposer)).asks).not.toContain(number);
  });
});
