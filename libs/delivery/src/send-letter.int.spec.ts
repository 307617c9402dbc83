import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseView } from '@genmaele/cases';
import { sha256 } from '@genmaele/contracts';
import { readFile } from '@genmaele/platform';
import {
  act,
  caseIn,
  type MailSink,
  openTestHouse,
  senderTo,
  sendUntilSettled,
  startMailSink,
  testHandlers,
  testMail,
  type TestHouse,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { dispatchesOf, type MailProbe } from './index.js';

let house: TestHouse;
let sink: MailSink;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  sink = await startMailSink();
});
afterEach(() => sink.close());
afterAll(() => house.close());

type Found = 'present' | 'absent' | 'unknown';
const probeThat = (...answers: Found[]): MailProbe => ({ find: async () => (answers.length > 1 ? answers.shift()! : answers[0]!) });
const senderWith = (probe?: MailProbe) => senderTo(house, sink, probe);
const settle = (id: string, probe?: MailProbe) => sendUntilSettled(house, senderWith(probe), id);

const dispatchOf = async (id: string) => (await dispatchesOf(house.database, id)).at(-1)!;
const messageIdOf = (mail: string) => /^message-id: *(<[^>]+>)/im.exec(mail)?.[1];

describe('a letter that is sent', () => {
  it('leaves once, and the evidence says which bytes, to whom and what the server answered', async () => {
    const { id, signedSha256 } = await caseIn(house, 'sending');
    const view = await settle(id);
    expect([view.state, sink.mails.length]).toEqual(['sent', 1]);
    const dispatch = await dispatchOf(id);
    expect(dispatch).toMatchObject({ state: 'sent', recipient: 'svar@ministerium.example', attachmentSha256: signedSha256 });
    expect(dispatch.evidence.response).toContain('gemt');
    expect(messageIdOf(sink.mails[0]!)).toBe(dispatch.messageId);
  });

  it('is byte for byte the mail that was kept before it left, with the signed letter in it', async () => {
    const { id, signedSha256 } = await caseIn(house, 'sending', { caseNumber: '2026-1234' });
    await settle(id);
    const dispatch = await dispatchOf(id);
    const kept = await readFile(house.database, dispatch.mailSha256);
    expect(sink.mails[0]).toBe(kept.bytes.toString('utf8'));
    const attached = /base64\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)/.exec(sink.mails[0]!)![1]!;
    expect(sha256(Buffer.from(attached, 'base64'))).toBe(signedSha256);
    expect(dispatch.subject).toContain('2026-1234');
  });

  it('says in subject and body nothing of what was drafted', async () => {
    const { id } = await caseIn(house, 'sending');
    await settle(id);
    const [head] = sink.mails[0]!.split('Content-Disposition: attachment');
    expect(head).not.toMatch(/foreslår|enkle at anvende/);
  });
});

describe('a mail server that says no', () => {
  it.each(['recipient', 'dot'] as const)(
    'for good (550 at the %s) sends the case back to be sent anew, and is not asked again',
    async (at) => {
      const { id } = await caseIn(house, 'sending');
      sink.next({ reply: 550, at });
      const view = await settle(id);
      expect([view.state, sink.mails.length, sink.tries()]).toEqual(['signed', 0, 1]);
      expect(await dispatchOf(id)).toMatchObject({ state: 'refused', evidence: { response: expect.stringContaining('550') } });
      const told = await house.rows<{ recipient: string }>(`SELECT recipient FROM notice WHERE case_id = $1 AND kind = 'alarm'`, [id]);
      expect(told.map(({ recipient }) => recipient)).toEqual([house.people.dispatcher.email]);
    },
  );

  it.each(['recipient', 'dot'] as const)('for now (451 at the %s) is asked again later, with the same mail', async (at) => {
    const { id } = await caseIn(house, 'sending');
    sink.next({ reply: 451, at }, { reply: 451, at });
    const view = await settle(id);
    expect([view.state, sink.mails.length, sink.tries()]).toEqual(['sent', 1, 3]);
    expect(await dispatchesOf(house.database, id)).toHaveLength(1);
  });

  it('again and again is given up for a person to see, never left unsaid', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next(...Array.from({ length: 40 }, () => ({ reply: 451, at: 'recipient' }) as const));
    const view = await settle(id);
    expect([view.state, sink.mails.length]).toEqual(['signed', 0]);
  });
});

describe('a line that breaks', () => {
  it('before the end of the mail: it is sent again, and comes once', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-before');
    const view = await settle(id, probeThat('absent'));
    expect([view.state, sink.mails.length]).toEqual(['sent', 1]);
  });

  it('after the end, and the mail is found: it is not sent again', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-after');
    const view = await settle(id, probeThat('present'));
    expect([view.state, sink.mails.length]).toEqual(['sent', 1]);
    expect((await dispatchOf(id)).evidence).toMatchObject({ probe: 'present' });
  });

  it('after the end, and the mail is not found: it is sent again under the same Message-ID', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-after');
    const view = await settle(id, probeThat('absent'));
    expect([view.state, sink.mails.length]).toEqual(['sent', 2]);
    expect(sink.mails[0]).toBe(sink.mails[1]);
  });

  it('after the end, and nobody can be asked: a person decides, and nothing more is sent meanwhile', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-after');
    const view = await settle(id);
    expect([view.state, sink.mails.length, (await dispatchOf(id)).state]).toEqual(['uncertain', 1, 'uncertain']);
  });

  it('after the end, and the place to look stays closed: it is looked for again, then a person decides', async () => {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-after');
    expect((await settle(id, probeThat('unknown', 'unknown', 'present'))).state).toBe('sent');
    const other = await caseIn(house, 'sending');
    sink.next('drop-after');
    expect((await settle(other.id, probeThat('unknown'))).state).toBe('uncertain');
    expect(sink.mails).toHaveLength(2);
  });

  it('after the end at the very last try: a person decides, the case does not hang', async () => {
    const { id } = await caseIn(house, 'sending');
    await house.rows(`UPDATE work SET attempt = most_tries - 1 WHERE subject = $1 AND job = 'letter.send'`, [`case:${id}`]);
    sink.next('drop-after');
    expect((await settle(id, probeThat('absent'))).state).toBe('uncertain');
  });
});

describe('a person who settles what was uncertain', () => {
  async function uncertain(): Promise<string> {
    const { id } = await caseIn(house, 'sending');
    sink.next('drop-after');
    expect((await settle(id)).state).toBe('uncertain');
    return id;
  }

  it('by sending again sends the same mail under the same Message-ID', async () => {
    const id = await uncertain();
    await act(house, id, 'send-again', house.people.dispatcher, { comment: 'De har den ikke.' });
    expect((await settle(id)).state).toBe('sent');
    expect(sink.mails).toHaveLength(2);
    expect(sink.mails[0]).toBe(sink.mails[1]);
  });

  it('by confirming sends nothing, and old work that is set off again sends nothing either', async () => {
    const id = await uncertain();
    await act(house, id, 'confirm-sent', house.people.dispatcher, { comment: 'De har ringet.' });
    await house.rows(`UPDATE work SET state = 'ready' WHERE subject = $1 AND job = 'letter.send'`, [`case:${id}`]);
    expect((await settle(id)).state).toBe('sent');
    expect(sink.mails).toHaveLength(1);
  });
});

describe('two pieces of work that send the same letter at once', () => {
  it('send it once', async () => {
    const { id, dispatchId } = await caseIn(house, 'sending');
    sink.next({ reply: 451, at: 'recipient' });
    await senderWith().runDue();
    house.clock.move(60_000);
    await house.owner.query(
      `INSERT INTO work (id, queue, job, payload, subject, once, state, most_tries, created_at, due_at, ring_at)
       SELECT gen_random_uuid(), queue, job, payload, subject, once || ':again', state, most_tries, created_at, due_at, ring_at FROM work
       WHERE subject = $1 AND job = 'letter.send'`,
      [`case:${id}`],
    );
    const works = await house.rows<{ id: string }>(`SELECT id FROM work WHERE subject = $1 AND job = 'letter.send'`, [`case:${id}`]);
    await Promise.all(works.map((work) => senderWith(probeThat('present')).run(work.id)));
    await settle(id, probeThat('present'));
    expect([works.length, sink.mails.length]).toEqual([2, 1]);
    expect(await caseView(house.database, id)).toMatchObject({ state: 'sent', dispatchId });
  });
});

describe('a worker whose lease was taken over just before the end of the mail', () => {
  it('sends no end: the mail does not leave by it, and its successor sends it once', async () => {
    const { id } = await caseIn(house, 'sending');
    const [work] = await house.rows<{ id: string }>(`SELECT id FROM work WHERE subject = $1 AND job = 'letter.send'`, [`case:${id}`]);
    const usual = testHandlers(house, testMail(sink.url, probeThat('absent')));
    let steps = 0;
    const stalled = testRunner(house, {
      changed: {
        'letter.send': (payload, context) => {
          const step: typeof context.step = async (effect) => {
            steps += 1;
            if (steps === 2) await house.rows(`UPDATE work SET fence = nextval('work_fence') WHERE id = $1`, [work!.id]);
            return context.step(effect);
          };
          return usual['letter.send'](payload, { ...context, step });
        },
      },
    });
    await stalled.run(work!.id);
    expect([steps, sink.mails.length, (await dispatchOf(id)).state]).toEqual([2, 0, 'sending']);
    expect(house.log.events()).toContain('work.taken-over');
    await house.rows(`UPDATE work SET state = 'ready', lease_until = NULL WHERE id = $1`, [work!.id]);
    expect([(await settle(id, probeThat('absent'))).state, sink.mails.length]).toEqual(['sent', 1]);
  });
});

describe('the folder of mail that has left', () => {
  it('is asked by Message-ID, and answers for a mail that a death interrupted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'genmaele-sent-'));
    try {
      const { MaildirProbe } = await import('./index.js');
      const { id } = await caseIn(house, 'sending');
      sink.next('drop-after');
      const sender = senderWith(new MaildirProbe(folder));
      await sender.runDue();
      mkdirSync(join(folder, 'svar@ministerium.example'));
      writeFileSync(join(folder, 'svar@ministerium.example', 'a.eml'), sink.mails[0]!);
      expect((await settle(id, new MaildirProbe(folder))).state).toBe('sent');
      expect(sink.mails).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
