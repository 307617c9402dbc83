import { type Actor } from '@genmaele/access';
import { usualNoticeSettings } from '@genmaele/contracts';
import { act, actorWith, caseIn, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import { calendarEntries, changeSettings, notifyOfTask, setStandIn } from '../index.js';
import { digestContent } from './digest-content.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const hours = (n: number) => new Date(testStart.getTime() + n * 3600_000).toISOString();
/** Somebody without a role of the committee stands in for the chair. */
const standIn = async (name: string, more: object = {}): Promise<Actor> => {
  const by = await actorWith(house.database, [{ role: 'economist' }], house.clock.now(), name);
  const body = { personId: house.people.chair.id, byPersonId: by.id, validFrom: hours(0), validTo: hours(24), reason: 'Sygdom' };
  const whole = { roles: [], committees: [], kinds: [], ...body, ...more };
  await house.tx((tx) => setStandIn(tx, whole, { actor: house.people.secretary, now: house.clock.now() }));
  return by;
};
const ask = async (caseId: string): Promise<void> => {
  const [task] = await house.rows<{ id: string }>(`SELECT id FROM approval_task WHERE case_id = $1 AND state = 'open'`, [caseId]);
  const finish = <T>(write: (tx: never) => Promise<T>) => house.tx((tx) => write(tx as never));
  await notifyOfTask(task!.id, 'ask', { now: house.clock.now(), workId: 'by-hand', finish } as never);
};
const mailTo = async ({ email }: Actor, caseId: string) => {
  const rows = await house.rows<{ text: string }>('SELECT text FROM notice WHERE recipient = $1 AND case_id = $2', [email, caseId]);
  return rows.map(({ text }) => text).join('\n');
};
const digestOf = async ({ id: personId }: Actor, caseNumber: string) => {
  const now = house.clock.now();
  const { tasks } = await house.tx((tx) => digestContent(tx, { personId, since: testStart, now }));
  return tasks.filter(({ headline }) => headline.includes(caseNumber)).map(({ why }) => why);
};

describe('what is asked of a person who is away', () => {
  it('is asked of the stand-in too, at once, in the digest and in the calendar, with for whom', async () => {
    const { id, number } = await caseIn(house, 'in-approval');
    const bo = await standIn('Bo Bisidder');
    await ask(id);
    const why = `du er stedfortræder for ${house.people.chair.name}, der er udvalgsformand`;
    expect((await mailTo(bo, id)).replace(/\s+/g, ' ')).toContain(why);
    expect(await mailTo(house.people.chair, id)).not.toContain('stedfortræder');
    expect(await digestOf(bo, number)).toEqual([expect.stringContaining(why)]);
    expect(await digestOf(house.people.chair, number)).toEqual([expect.stringMatching(/^du er udvalgsformand/)]);
    const entries = JSON.stringify(await house.tx((tx) => calendarEntries(tx, bo.id, house.clock.now())));
    expect(entries).toContain(`Tag stilling: Sag ${number}`);
    house.clock.set(new Date(hours(25)));
    expect(await digestOf(bo, number)).toEqual([]);
  });

  it.each([
    ['role', { roles: ['officer'] }],
    ['kind of case', { kinds: ['supplement'] }],
    ['time', { validFrom: hours(2), validTo: hours(3) }],
  ])('is not asked of one who stands in for another %s', async (what, more) => {
    const { id, number } = await caseIn(house, 'in-approval');
    const bo = await standIn(`Bo ${what}`, more);
    await ask(id);
    expect([await mailTo(bo, id), await digestOf(bo, number)]).toEqual(['', []]);
  });

  it('is told as urgent on a case that is marked urgent, also to one who wants nothing else at once', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const { chair } = house.people;
    const settings = { ...usualNoticeSettings, atOnce: ['urgent' as const] };
    await house.tx((tx) => changeSettings(tx, chair.id, settings, { now: house.clock.now() }));
    const { id: usual } = await caseIn(house, 'in-approval');
    await ask(usual);
    expect(await mailTo(chair, usual)).toBe('');
    await act(house, id, 'urgent', house.people.officer, { comment: 'Ministeriet lukker i morgen.' });
    await ask(id);
    expect(await mailTo(chair, id)).toContain('venter på dig');
  });
});
