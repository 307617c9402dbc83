import { type Actor } from '@genmaele/access';
import { isWorkingDay, localDateOf, parseDeadline } from '@genmaele/calendar';
import { usualNoticeSettings } from '@genmaele/contracts';
import { act, actorWith, caseIn, openTestHouse, sampleResponse, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import fc from 'fast-check';
import { changeSettings, notify, promiseDigests } from '../index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const quiet = () => testRunner(house, { changed: { 'notice.send': async () => undefined } });
const sweep = () => house.tx((tx) => promiseDigests(tx, house.clock.now()));
const officer = (name: string) => actorWith(house.database, [{ role: 'officer' }], house.clock.now(), name);

interface Mail {
  kind: string;
  subject: string;
  text: string;
  created_at: Date;
}
const mailsTo = ({ email }: Actor) =>
  house.rows<Mail>('SELECT kind, subject, text, created_at FROM notice WHERE recipient = $1 ORDER BY created_at', [email]);
const digestsOf = ({ id }: Actor) =>
  house.rows<{ day: string; built_at: Date; lines: number }>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, built_at, lines FROM digest WHERE person_id = $1 ORDER BY day`,
    [id],
  );
/** The clock goes to a moment, and what is then due is done. */
const at = async (moment: string | Date) => {
  house.clock.set(new Date(moment));
  await sweep();
  await quiet().runDue();
};
const tell = (person: Actor, occasion: string, more: Partial<Parameters<typeof notify>[1]> = {}) =>
  house.tx((tx) =>
    notify(
      tx,
      {
        personId: person.id,
        occasion,
        topic: occasion,
        headline: `noget er sket (${occasion})`,
        why: 'du bad om det',
        ifNothing: 'der sker ikke noget',
        urgency: 'news',
        ...more,
      },
      house.clock.now(),
    ),
  );

describe('the digest', () => {
  it('comes on the morning of the next working day, and says what is, why, by when and what happens otherwise', async () => {
    const person = await officer('Digest En');
    await at('2026-11-27T15:00:00Z'); // a Friday
    expect(await tell(person, 'plan', { due: new Date('2026-12-01T11:00:00Z') })).toBe('digest');
    await at('2026-11-30T06:29:59.999Z');
    expect(await mailsTo(person)).toEqual([]);
    await at('2026-11-30T06:30:00Z');
    const [mail, ...others] = await mailsTo(person);
    expect([mail?.kind, others]).toEqual(['digest', []]);
    expect(mail?.text).toContain('Noget er sket (plan).');
    expect(mail?.text).toContain('fordi du bad om det');
    expect(mail?.text).toContain('Senest tirsdag den 1. december 2026 kl. 12.00.');
    expect(mail?.text).toContain('Gør du ikke noget: der sker ikke noget.');
    await at('2026-12-01T06:30:00Z');
    expect(await mailsTo(person)).toHaveLength(1);
    expect((await digestsOf(person)).map(({ day, lines }) => [day, lines])).toEqual([
      ['2026-11-27', 0],
      ['2026-11-30', 1],
      ['2026-12-01', 0],
    ]);
  });

  it('says nothing of what was done before it is built', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const chair = house.people.chair;
    await at(testStart);
    const number = (await house.rows<{ number: string }>('SELECT number FROM response_case WHERE id = $1', [id]))[0]!.number;
    await at('2026-11-24T06:30:00Z');
    const digest = async () => (await mailsTo(chair)).filter(({ kind }) => kind === 'digest').at(-1)?.text ?? '';
    expect(await digest()).toContain(number);
    expect(await digest()).not.toMatch(/foreslår|enkle/);
    await act(house, id, 'approve', chair, { seen: currentVersion!.sha256 });
    await at('2026-11-25T06:30:00Z');
    expect((await digest()).split('DET VENTER PÅ DIG')[1] ?? '').not.toContain(number);
  });

  it('tells of a matter once, as it was last', async () => {
    const person = await officer('Digest To');
    for (const occasion of ['første', 'anden', 'tredje']) await tell(person, occasion, { topic: 'plan' });
    expect(await tell(person, 'tredje', { topic: 'plan' })).toBe('digest');
    await at('2026-11-24T06:30:00Z');
    const [{ text } = { text: '' }] = await mailsTo(person);
    expect([text.match(/noget er sket/gi)?.length, text.includes('tredje')]).toEqual([1, true]);
  });

  it('goes to nobody whose account is closed', async () => {
    const person = await officer('Digest Lukket');
    await at('2026-11-23T12:00:00Z');
    await house.owner.query('UPDATE person SET disabled_at = $2 WHERE id = $1', [person.id, house.clock.now()]);
    expect(await tell(person, 'x')).toBe('nobody');
    await at('2026-11-24T12:00:00Z');
    expect(await digestsOf(person)).toEqual([]);
  });

  it('comes to a member of a body without any role, once there is something to read', async () => {
    await at('2026-11-23T12:00:00Z');
    const member = await actorWith(house.database, [], house.clock.now(), 'Digest Rolleløs');
    await at('2026-11-24T12:00:00Z');
    expect(await digestsOf(member)).toEqual([]);
    expect(await tell(member, 'x')).toBe('digest');
    await at('2026-11-25T12:00:00Z');
    expect(await digestsOf(member)).toHaveLength(1);
  });

  it('comes at the time and on the days that the person chose, and not twice on a day on which they move it', async () => {
    const person = await officer('Digest Valg');
    await at('2026-11-23T12:00:00Z');
    const choose = (digestTime: string, weekdays: number[]) =>
      house.tx((tx) => changeSettings(tx, person.id, { ...usualNoticeSettings, digestTime, weekdays }, { now: house.clock.now() }));
    await choose('15:00', [2, 4, 6]);
    for (const moment of ['2026-11-24T13:59:00Z', '2026-11-24T14:00:00Z']) await at(moment);
    await choose('16:00', [2, 4, 6]);
    for (const moment of ['2026-11-24T15:00:00Z', '2026-11-25T15:00:00Z', '2026-11-26T15:00:00Z', '2026-11-28T15:00:00Z']) await at(moment);
    expect((await digestsOf(person)).map(({ day, built_at }) => [day, built_at.toISOString()])).toEqual([
      ['2026-11-24', '2026-11-24T14:00:00.000Z'],
      ['2026-11-26', '2026-11-26T15:00:00.000Z'],
      ['2026-11-28', '2026-11-28T15:00:00.000Z'],
    ]);
  });

  it('is built exactly once on each working day on which the house was up after its time, never early, whatever outages and leaps of the clock', async () => {
    const leap = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 14 * 60 }) },
      { weight: 2, arbitrary: fc.integer({ min: 24 * 60, max: 6 * 24 * 60 }) },
      { weight: 1, arbitrary: fc.integer({ min: -3 * 24 * 60, max: -1 }) },
    );
    const starts = fc.constantFrom('2026-03-26T20:00:00Z', '2026-10-22T20:00:00Z', '2026-12-21T20:00:00Z', '2027-03-23T20:00:00Z');
    let round = 0;
    await fc
      .assert(
        fc.asyncProperty(starts, fc.array(leap, { minLength: 5, maxLength: 25 }), async (start, minutes) => {
          house.clock.set(new Date(start));
          await house.owner.query(`UPDATE work SET state = 'cancelled' WHERE job = 'digest.send'`);
          await house.owner.query('UPDATE person SET disabled_at = now()');
          const person = await officer(`Leap ${(round += 1)}`);
          const upOn = new Set<string>();
          for (const count of minutes) {
            await at(new Date(house.clock.now().getTime() + count * 60_000));
            const now = house.clock.now();
            const today = localDateOf(now);
            const moment = new Date(parseDeadline(`${today}T07:30`).instant);
            if (isWorkingDay(today) && moment <= now && moment >= new Date(start)) upOn.add(today);
          }
          const built = await digestsOf(person);
          expect(built.map(({ day }) => day)).toEqual([...upOn].sort());
          for (const { day, built_at } of built) {
            expect(localDateOf(built_at)).toBe(day);
            expect(built_at >= new Date(parseDeadline(`${day}T07:30`).instant)).toBe(true);
          }
        }),
        { numRuns: 12 },
      )
      .finally(() => house.owner.query('UPDATE person SET disabled_at = NULL'));
  }, 120_000);
});

describe('a hundred edits', () => {
  it('make one mail to whoever the case waits for, and one line in the digest of whoever worked on it', async () => {
    await house.owner.query(`UPDATE work SET state = 'cancelled' WHERE state = 'ready'`);
    const { id } = await caseIn(house, 'in-committee');
    const { officer: author, secretary } = house.people;
    const colleague = await officer('Kollega');
    const before = (await mailsTo(secretary)).length;
    const current = async () =>
      (
        await house.rows<{ sha256: string }>(
          'SELECT v.sha256 FROM response_case c JOIN draft_version v ON v.id = c.current_version_id WHERE c.id = $1',
          [id],
        )
      )[0]!.sha256;
    const save = async (person: Actor) => act(house, id, 'save', person, { draft: sampleResponse(), seen: await current() });
    await at(testStart);
    await save(colleague);
    for (let i = 0; i < 100; i += 1) {
      house.clock.move(60_000);
      if (i % 10 === 0) await act(house, id, 'recall', author, { comment: 'Igen.' });
      await save(author);
      if (i % 10 === 9) await act(house, id, 'submit', author, { seen: await current() });
      await quiet().runDue();
    }
    expect((await mailsTo(secretary)).length - before).toBe(1);
    await at('2026-11-24T06:30:00Z');
    const mails = await mailsTo(colleague);
    expect(mails.map(({ kind }) => kind)).toEqual(['digest']);
    expect(mails[0]?.text.match(/er nu: /g)).toHaveLength(1);
    expect(mails[0]?.text).toContain('udkastet er gemt 101 gange');
    expect(mails[0]?.text).toContain('har et åbent forbehold: politisk behandling');
  });
});
