import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  act,
  answerTo,
  caseIn,
  incomingMail,
  type MailSink,
  openTestHouse,
  reportOn,
  senderTo,
  startMailSink,
  type TestHouse,
  testStart,
} from '@genmaele/testing';
import { caseView } from '@genmaele/cases';
import { dispatchesOf, Mailbox } from './index.js';

let house: TestHouse;
let sink: MailSink;
let folder: string;
let mailbox: Mailbox;
beforeAll(async () => {
  house = await openTestHouse();
  sink = await startMailSink();
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  folder = mkdtempSync(join(tmpdir(), 'genmaele-mailbox-'));
  mailbox = new Mailbox(house.database, house.clock, house.log, folder);
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(async () => {
  await sink.close();
  await house.close();
});

const runner = () => senderTo(house, sink);

async function sentCase(caseNumber?: string): Promise<{ id: string; dispatchId: string; messageId: string }> {
  const { id } = await caseIn(house, 'sending', caseNumber ? { caseNumber } : {});
  await runner().runDue();
  const [dispatch] = await dispatchesOf(house.database, id);
  return { id, dispatchId: dispatch!.id, messageId: dispatch!.messageId };
}

/** Puts a mail in the mailbox, takes it in, and does the work that follows. */
async function arrives(text: string, name = `${randomUUID()}.eml`): Promise<void> {
  writeFileSync(join(folder, name), text);
  await mailbox.look();
  await runner().runDue();
}

const stateOf = async (id: string) => (await caseView(house.database, id)).state;
const outcomeOf = async (subject: string) =>
  (await house.rows<{ outcome: string }>('SELECT outcome FROM incoming_mail WHERE subject = $1', [subject]))[0]!.outcome;
const receiptsOf = async (id: string) =>
  (await dispatchesOf(house.database, id)).flatMap((dispatch) => dispatch.receipts.map((receipt) => receipt.kind));

describe('a mail that comes back', () => {
  it('in answer to a letter closes its case', async () => {
    const { id, messageId } = await sentCase();
    await arrives(answerTo(messageId));
    expect([await stateOf(id), await receiptsOf(id)]).toEqual(['acknowledged', ['answer']]);
  });

  it('twice is a second receipt and changes nothing', async () => {
    const { id, messageId } = await sentCase();
    await arrives(answerTo(messageId));
    await arrives(answerTo(messageId));
    expect([await stateOf(id), await receiptsOf(id)]).toEqual(['acknowledged', ['answer', 'answer']]);
  });

  it('as a report of delivery closes its case', async () => {
    const { id, messageId } = await sentCase();
    await arrives(reportOn(messageId, 'delivered'));
    expect([await stateOf(id), await receiptsOf(id)]).toEqual(['acknowledged', ['delivered']]);
  });

  it('as a report of failure takes the case back to where it can be sent anew, under a new Message-ID', async () => {
    const { id, messageId } = await sentCase();
    await arrives(reportOn(messageId, 'failed'));
    expect([await stateOf(id), await receiptsOf(id)]).toEqual(['signed', ['failed']]);
    const { signedSha256 } = await caseView(house.database, id);
    await act(house, id, 'send', house.people.dispatcher, { seen: signedSha256! });
    await runner().runDue();
    const ids = (await dispatchesOf(house.database, id)).map((dispatch) => dispatch.messageId);
    expect([await stateOf(id), new Set(ids).size]).toEqual(['sent', 2]);
    await arrives(reportOn(messageId, 'failed'));
    expect(await stateOf(id)).toBe('sent');
  });

  it('as a report of failure is told to every dispatcher, also after a machine had answered, without a word of the letter', async () => {
    const { id, messageId } = await sentCase();
    await arrives(answerTo(messageId));
    await arrives(reportOn(messageId, 'failed'));
    expect(await stateOf(id)).toBe('signed');
    const told = await house.rows<{ recipient: string; subject: string }>(
      `SELECT recipient, subject FROM notice WHERE case_id = $1 AND kind = 'alarm'`,
      [id],
    );
    expect(told).toEqual([
      { recipient: house.people.dispatcher.email, subject: expect.stringMatching(/^Genmæle: sag S-\d{4}-\d{4}: brevet kom ikke frem$/) },
    ]);
  });

  it.each(['delayed', 'relayed', 'expanded'])(
    'as a report that it was %s changes nothing: nobody says yet that it came',
    async (action) => {
      const { id, messageId } = await sentCase();
      await arrives(reportOn(messageId, action));
      expect([await stateOf(id), await receiptsOf(id)]).toEqual(['sent', []]);
    },
  );

  it('with only the case number in its subject is left for a person', async () => {
    const { id } = await sentCase('2026-778899');
    await arrives(incomingMail(['Subject: Vedr. sag 2026-778899']));
    expect([await stateOf(id), await outcomeOf('Vedr. sag 2026-778899')]).toEqual(['sent', 'doubtful']);
  });

  it('about something else is kept and changes nothing', async () => {
    const { id } = await sentCase();
    await arrives(incomingMail(['Subject: Nyhedsbrev']));
    expect([await stateOf(id), await outcomeOf('Nyhedsbrev')]).toEqual(['sent', 'unrelated']);
  });

  it('before the sending is written down waits, however long a death delays it, and then closes the case', async () => {
    const { id } = await caseIn(house, 'sending');
    await house.rows(`UPDATE work SET due_at = $1::timestamptz + interval '10 minutes' WHERE job = 'letter.send'`, [testStart]);
    const { dispatchId } = await caseView(house.database, id);
    await runner().run((await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'letter.send'`))[0]!.id);
    await house.tx(async (tx) => {
      const { prepareDispatches } = await import('./prepare-dispatch.js');
      await prepareDispatches(tx, { caseId: id, dispatchId: dispatchId! }, { from: 'hoering@example.dk' }, house.clock.now());
    });
    const [dispatch] = await dispatchesOf(house.database, id);
    await arrives(answerTo(dispatch!.messageId));
    for (let minute = 0; minute < 11; minute += 1) {
      house.clock.move(60_000);
      await runner().runDue();
    }
    house.clock.move(10 * 60_000);
    await runner().runDue();
    expect([await stateOf(id), await receiptsOf(id)]).toEqual(['acknowledged', ['answer']]);
  });

  describe('for a case whose sending is uncertain', () => {
    async function uncertainCase(): Promise<{ id: string; messageId: string }> {
      const { id } = await caseIn(house, 'sending');
      sink.next('drop-after');
      for (let i = 0; i < 3; i += 1) {
        await runner().runDue();
        house.clock.move(60_000);
      }
      expect(await stateOf(id)).toBe('uncertain');
      const [dispatch] = await dispatchesOf(house.database, id);
      return { id, messageId: dispatch!.messageId };
    }

    it('shows that it came', async () => {
      const { id, messageId } = await uncertainCase();
      await arrives(answerTo(messageId));
      expect(await stateOf(id)).toBe('acknowledged');
    });

    it('shows by a report of failure that it did not: the letter can be sent anew, and the dispatchers are told', async () => {
      const { id, messageId } = await uncertainCase();
      const told = () => house.rows(`SELECT 1 FROM notice WHERE case_id = $1 AND subject LIKE '%kom ikke frem'`, [id]);
      await arrives(reportOn(messageId, 'failed'));
      expect([await stateOf(id), await receiptsOf(id), (await told()).length]).toEqual(['signed', ['failed'], 1]);
    });
  });
});

describe('the mailbox', () => {
  const taken = async () => (await house.rows('SELECT 1 FROM incoming_mail')).length;

  it('takes each mail once: by its bytes, whatever its file is called, also after a restart', async () => {
    const before = await taken();
    const text = incomingMail(['Subject: En gang']);
    await arrives(text, 'a.eml');
    await arrives(text, 'b.eml');
    await new Mailbox(house.database, house.clock, house.log, folder).look();
    expect((await taken()) - before).toBe(1);
  });

  it('is looked into by two workers at once, and each mail is taken once', async () => {
    const before = await taken();
    for (let i = 0; i < 10; i += 1) writeFileSync(join(folder, `${i}.eml`), incomingMail([`Subject: Nr. ${i}`]));
    await Promise.all([1, 2].map(() => new Mailbox(house.database, house.clock, house.log, folder).look()));
    expect((await taken()) - before).toBe(10);
  });

  it('leaves a mail alone while it is being written', async () => {
    writeFileSync(join(folder, 'a.eml.part'), 'Subject: halv');
    expect(await mailbox.look()).toBe(0);
  });

  it.each([
    ['a folder in its place', (path: string) => void mkdirSync(path)],
    [
      'NUL in its headers',
      (path: string) => writeFileSync(path, 'Message-ID: <a\0b@example.dk>\r\nSubject: a\0b\r\nFrom: a\0b@example.dk\r\n\r\nx'),
    ],
    ['nothing in it', (path: string) => writeFileSync(path, '')],
    ['bytes that are no mail', (path: string) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80]))],
  ])('is not stopped by %s: the next mail is taken', async (_what, put) => {
    put(join(folder, '0.eml'));
    const before = await taken();
    await arrives(incomingMail(['Subject: Efter']), '1.eml');
    expect((await taken()) - before).toBeGreaterThanOrEqual(1);
    expect((await house.rows(`SELECT 1 FROM incoming_mail WHERE subject = 'Efter'`)).length).toBeGreaterThan(0);
    await house.owner.query(`UPDATE incoming_mail SET subject = 'set' WHERE subject = 'Efter'`);
  });

  it('that is missing is empty', async () => {
    expect(await new Mailbox(house.database, house.clock, house.log, join(folder, 'nowhere')).look()).toBe(0);
  });
});
