import { randomUUID } from 'node:crypto';
import { beat, promiseWork, sweeperHeartbeat } from '@genmaele/jobs';
import { writeNotice } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { readEnvironment } from '@genmaele/platform';
import {
  type MailSink,
  openTestHouse,
  startMailSink,
  type TestHouse,
  testHandlers,
  testMail,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { longestSilence, SweeperWatch, tellOfDeadWork } from './index.js';

let house: TestHouse;
let sink: MailSink;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(async () => {
  sink = await startMailSink();
  house.clock.set(testStart);
  house.log.lines.length = 0;
  await house.owner.query('DELETE FROM heartbeat; DELETE FROM work');
});
afterEach(() => sink.close());
afterAll(() => house.close());

const env = () => readEnvironment({ ...process.env, MAIL_URL: sink.url, ALARM_MAIL_TO: 'vagt@example.dk' });
const watch = () => new SweeperWatch(house.database, house.clock, house.log, env());
const speak = () => beat(house.database, sweeperHeartbeat, house.clock.now());

describe('the watch over the sweeper', () => {
  it('gives the alarm once for each silence of more than two minutes', async () => {
    const watcher = watch();
    await speak();
    house.clock.move(longestSilence);
    await watcher.look();
    expect([watcher.silent, sink.mails.length]).toEqual([false, 0]);
    house.clock.move(1);
    await watcher.look();
    await watcher.look();
    expect([watcher.silent, sink.mails.length]).toEqual([true, 1]);
    await speak();
    await watcher.look();
    expect([watcher.silent, house.log.events()]).toEqual([false, ['sweeper.silent', 'sweeper.speaks-again']]);
    house.clock.move(longestSilence + 1);
    await watcher.look();
    expect(sink.mails).toHaveLength(2);
  });

  it('gives the alarm for a sweeper that never spoke', async () => {
    const watcher = watch();
    await watcher.look();
    house.clock.move(longestSilence + 1);
    await watcher.look();
    expect([watcher.silent, sink.mails.length]).toEqual([true, 1]);
  });

  it('says that the sweeper is silent also when the mail does not leave, and sends the mail when it can', async () => {
    const watcher = watch();
    await speak();
    house.clock.move(longestSilence + 1);
    sink.next({ reply: 451, at: 'recipient' });
    await expect(watcher.look()).rejects.toThrow();
    expect([watcher.silent, sink.mails.length]).toEqual([true, 0]);
    await watcher.look();
    expect([sink.mails.length, house.log.events().filter((event) => event === 'sweeper.silent')]).toEqual([1, ['sweeper.silent']]);
  });
});

describe('work that is given up', () => {
  const giveUp = async (job: 'bill.read' | 'notice.send') => {
    const payload = job === 'bill.read' ? { hearingId: randomUUID() } : { noticeId: randomUUID() };
    const options = { subject: 'test:dead', once: randomUUID(), dueAt: testStart, now: testStart };
    const id = await house.tx((tx) => promiseWork(tx, job, payload as never, options));
    const failing = () => Promise.reject(new AppError('letter.not-found'));
    await testRunner(house, { changed: { [job]: failing }, onDead: tellOfDeadWork(env()) }).run(id);
    return id;
  };

  it('is written in the log and told to whoever is to be told', async () => {
    const id = await giveUp('bill.read');
    expect(await house.rows(`SELECT facts FROM audit_entry WHERE action = 'work.dead' AND facts->>'workId' = $1`, [id])).toHaveLength(1);
    const notices = await house.rows<{ recipient: string; text: string }>(`SELECT recipient, text FROM notice WHERE kind = 'alarm'`);
    expect(notices).toEqual([{ recipient: 'vagt@example.dk', text: expect.stringContaining(`genmaele work retry ${id}`) }]);
  });

  it('makes no notice of a notice that could not be sent', async () => {
    const before = (await house.rows('SELECT 1 FROM notice')).length;
    await giveUp('notice.send');
    expect(await house.rows('SELECT 1 FROM notice')).toHaveLength(before);
  });
});

describe('a notice', () => {
  const written = async () => {
    await house.tx((tx) =>
      writeNotice(tx, { recipient: 'nn@example.dk', kind: 'alarm', subject: 'Prøve', text: 'Prøve' }, randomUUID(), testStart),
    );
    return (await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'notice.send' AND state = 'ready'`))[0]!.id;
  };
  const send = async (id: string) => {
    await testRunner(house, { handlers: testHandlers(house, testMail(sink.url)) }).run(id);
    return (await house.rows<{ state: string; last_error: string | null }>('SELECT state, last_error FROM work WHERE id = $1', [id]))[0]!;
  };

  it('that the mail server refuses for good is given up at once, for a person to see', async () => {
    sink.next({ reply: 550, at: 'recipient' });
    expect(await send(await written())).toEqual({ state: 'dead', last_error: 'notice.refused' });
  });

  it('that the mail server cannot take now is tried again', async () => {
    sink.next({ reply: 451, at: 'recipient' });
    expect(await send(await written())).toEqual({ state: 'ready', last_error: 'mail.unavailable' });
  });
});
