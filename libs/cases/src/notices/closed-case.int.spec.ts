import { type Actor } from '@genmaele/access';
import {
  actorWith,
  caseIn,
  openTestHouse,
  startMailSink,
  testHandlers,
  type TestHouse,
  testMail,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { calendarEntries, confideCase, notifyOfTask, soundDeadlineAlarm, writeNotice } from '../index.js';
import { digestContent } from './digest-content.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const close = (caseId: string, people: readonly Actor[]) => {
  const by = { actorId: house.people.officer.id, now: house.clock.now() };
  return house.tx((tx) => confideCase(tx, caseId, { confidential: true, personIds: people.map(({ id }) => id) }, by));
};
/** Does a job by hand, in a transaction that holds. */
const job = (work: (context: Parameters<typeof soundDeadlineAlarm>[1]) => Promise<void>, workId = 'by-hand') => {
  const finish = <T>(write: (tx: never) => Promise<T>) => house.tx((tx) => write(tx as never));
  return work({ now: house.clock.now(), workId, finish } as unknown as Parameters<typeof soundDeadlineAlarm>[1]);
};
const mailedAbout = async (caseId: string) => {
  const rows = await house.rows<{ recipient: string }>('SELECT DISTINCT recipient FROM notice WHERE case_id = $1', [caseId]);
  const byEmail = new Map(Object.entries(house.people).map(([name, { email }]) => [email, name]));
  return rows.map(({ recipient }) => byEmail.get(recipient) ?? recipient).sort();
};
const askedFor = async (caseId: string) => {
  const [task] = await house.rows<{ id: string }>(`SELECT id FROM approval_task WHERE case_id = $1 AND state = 'open'`, [caseId]);
  return task?.id ?? '';
};

describe('a closed case', () => {
  it('asks, of those who hold the role, those alone who are named on it', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await close(id, [house.people.chair]);
    const taskId = await askedFor(id);
    await job((context) => notifyOfTask(taskId, 'ask', context));
    expect(await mailedAbout(id)).toEqual(['chair']);
  });

  it('tells everyone named, and says why, when nobody named holds the role that is asked', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await close(id, [house.people.head]);
    const taskId = await askedFor(id);
    for (const news of ['ask', 'escalate'] as const) await job((context) => notifyOfTask(taskId, news, context));
    expect(await mailedAbout(id)).toEqual(['head', 'officer']);
    const texts = await house.rows<{ text: string }>('SELECT text FROM notice WHERE case_id = $1', [id]);
    for (const { text } of texts) expect(text).toMatch(/du er nævnt på den lukkede sag|du er Kontorchef/i);
    expect(texts.some(({ text }) => text.includes('du er nævnt på den lukkede sag'))).toBe(true);
  });

  it('sounds the alarm of its deadline to those named, and never says its title', async () => {
    const { id, title, deadline } = await caseIn(house, 'drafting');
    await close(id, []);
    await job((context) => soundDeadlineAlarm({ caseId: id, deadline, alarm: 'near' }, context), crypto.randomUUID());
    expect(await mailedAbout(id)).toEqual(['officer']);
    const texts = await house.rows<{ text: string; subject: string }>('SELECT text, subject FROM notice WHERE case_id = $1', [id]);
    for (const { text, subject } of texts) expect(`${subject} ${text}`).not.toContain(title);
  });

  it('is in no digest and no calendar of who holds the role but is not named, and without its title in those of who is', async () => {
    const { id, number, title } = await caseIn(house, 'in-approval');
    await close(id, [house.people.chair]);
    const said = async ({ id: personId }: Actor) => {
      const now = house.clock.now();
      const digest = await house.tx((tx) => digestContent(tx, { personId, since: new Date(0), now }));
      return JSON.stringify([digest, await house.tx((tx) => calendarEntries(tx, personId, now))]);
    };
    expect(await said(house.people.secondChair)).not.toContain(number);
    const known = await said(house.people.chair);
    expect([known.includes(`Sag ${number} venter`), known.includes(`Sag ${number} (${title}`)]).toEqual([true, false]);
  });

  it('holds back a mail that was written before it was closed, from who is not named', async () => {
    const { id } = await caseIn(house, 'drafting');
    const other = await actorWith(house.database, [{ role: 'officer' }], house.clock.now(), 'Uden for');
    const mail = { caseId: id, kind: 'news' as const, subject: 'Genmæle: sag', text: 'Nyt.' };
    const write = (person: Actor) =>
      house.tx((tx) => writeNotice(tx, { ...mail, recipient: person.email }, `early:${id}`, house.clock.now()));
    const [toOther, toNamed] = [await write(other), await write(house.people.officer)];
    await close(id, []);
    const sink = await startMailSink();
    try {
      const works = await house.rows<{ id: string }>(
        `SELECT id FROM work WHERE job = 'notice.send' AND payload->>'noticeId' = ANY($1) ORDER BY payload->>'noticeId'`,
        [[toOther, toNamed]],
      );
      for (const work of works) await testRunner(house, { handlers: testHandlers(house, testMail(sink.url)) }).run(work.id);
      expect(works).toHaveLength(2);
      expect(sink.mails.map((each) => /^To: (.*?)\r?$/m.exec(each)?.[1])).toEqual([house.people.officer.email]);
    } finally {
      await sink.close();
    }
    const [held] = await house.rows<{ dropped: boolean }>('SELECT dropped_at IS NOT NULL AS dropped FROM notice WHERE id = $1', [toOther]);
    expect(held?.dropped).toBe(true);
  });
});
