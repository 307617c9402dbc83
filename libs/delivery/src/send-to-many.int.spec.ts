import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addresseesOf, type CaseView, caseView, linkHearing, setAddress } from '@genmaele/cases';
import {
  act,
  answerTo,
  caseIn,
  type MailSink,
  newHearing,
  openTestHouse,
  reportOn,
  senderTo,
  sendUntilSettled,
  startMailSink,
  testHandlers,
  testMail,
  type TestHouse,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { dispatchesOf, Mailbox, type MailProbe } from './index.js';

const [first, second, third] = ['svar@ministerium.example', 'anden@ministerium.example', 'tredje@ministerium.example'] as const;

let house: TestHouse;
let sink: MailSink;
let folder: string;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  sink = await startMailSink();
  folder = mkdtempSync(join(tmpdir(), 'genmaele-mailbox-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await sink.close();
});
afterAll(() => house.close());

const runner = (probe?: MailProbe) => senderTo(house, sink, probe);

/** A signed letter that answers three hearings, each with an address of its own. */
async function letterToThree(): Promise<CaseView> {
  const signed = await caseIn(house, 'signed');
  for (const replyTo of [second, third]) {
    const hearingId = await newHearing(house, { replyTo });
    house.clock.move(1_000);
    await house.tx((tx) => linkHearing(tx, signed.id, hearingId, house.clock.now()));
  }
  return signed;
}

const send = ({ id, signedSha256 }: CaseView) => act(house, id, 'send', house.people.dispatcher, { seen: signedSha256! });

const settle = async (id: string, probe?: MailProbe) => (await sendUntilSettled(house, runner(probe), id)).state;

const statesOf = async (id: string) =>
  Object.fromEntries((await dispatchesOf(house.database, id)).map(({ recipient, state }) => [recipient, state]));
const mailTo = async (id: string, recipient: string) =>
  (await dispatchesOf(house.database, id)).filter((each) => each.recipient === recipient).at(-1)!.messageId;
const toldOf = async (id: string) =>
  (await house.rows<{ text: string }>(`SELECT text FROM notice WHERE case_id = $1 AND kind = 'alarm' ORDER BY created_at`, [id])).map(
    ({ text }) => text,
  );

async function arrives(text: string): Promise<void> {
  writeFileSync(join(folder, `${randomUUID()}.eml`), text);
  await new Mailbox(house.database, house.clock, house.log, folder).look();
  await runner().runDue();
}

async function correct(id: string, seen: string, address: string): Promise<void> {
  const { key } = (await addresseesOf(house.database, id)).find((each) => each.address === seen)!;
  const by = { actorId: house.people.dispatcher.id, now: house.clock.now() };
  await house.tx((tx) => setAddress(tx, id, { key, seen, address }, by));
}

describe('a letter to many', () => {
  it('is mailed to each, with the same letter, under a Message-ID of its own, and names everyone', async () => {
    const signed = await letterToThree();
    await send(signed);
    expect(await settle(signed.id)).toBe('sent');
    expect(sink.recipients).toEqual([first, second, third]);
    const sent = await dispatchesOf(house.database, signed.id);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(3);
    expect(sent.map(({ attachmentSha256 }) => attachmentSha256)).toEqual([0, 1, 2].map(() => signed.signedSha256));
    for (const mail of sink.mails) expect(mail.replace(/\r\n /g, ' ')).toContain(`To: ${first}, ${second}, ${third}`);
  });

  it('is sent once to an address that two hearings give, however it is written', async () => {
    const signed = await caseIn(house, 'signed');
    const hearingId = await newHearing(house, { replyTo: first.toUpperCase() });
    await house.tx((tx) => linkHearing(tx, signed.id, hearingId, house.clock.now()));
    await send(signed);
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [first]]);
  });

  it('goes to the address of the latest round', async () => {
    const signed = await caseIn(house, 'signed');
    const hearingId = await newHearing(house, { replyTo: second, round: 'renewed', mainHearingId: signed.hearingId! });
    await house.tx((tx) => linkHearing(tx, signed.id, hearingId, house.clock.now()));
    await send(signed);
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [second]]);
  });

  it('refused by one reaches the others; when the address is right it is sent to that one alone', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('keep', { reply: 550, at: 'dot' }, 'keep');
    expect([await settle(signed.id), sink.recipients]).toEqual(['signed', [first, third]]);
    expect(await toldOf(signed.id)).toEqual([expect.stringContaining(`til ${second} (1 af 3 modtagere)`)]);
    await correct(signed.id, second, 'rettet@ministerium.example');
    await send(signed);
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [first, third, 'rettet@ministerium.example']]);
  });

  it('put off by one is sent to the others at once, and to that one when it takes it', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next({ reply: 451, at: 'dot' }, 'keep', 'keep', { reply: 451, at: 'dot' });
    await runner().runDue();
    expect(sink.recipients).toEqual([second, third]);
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [second, third, first]]);
  });

  it('uncertain for one waits for a person, who has it sent again to that one alone', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('keep', 'drop-after', 'keep');
    expect([await settle(signed.id), sink.recipients]).toEqual(['uncertain', [first, second, third]]);
    await act(house, signed.id, 'send-again', house.people.dispatcher, { comment: 'De har den ikke.' });
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [first, second, third, second]]);
    expect(sink.mails[1]).toBe(sink.mails[3]);
  });

  it('uncertain for one and refused by another: the refused is settled first, and what was uncertain is sent by nobody but a person', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('drop-after', { reply: 550, at: 'dot' }, 'keep');
    expect([await settle(signed.id), sink.recipients]).toEqual(['signed', [first, third]]);
    await send(signed);
    expect([await settle(signed.id), sink.recipients]).toEqual(['uncertain', [first, third, second]]);
    await act(house, signed.id, 'confirm-sent', house.people.dispatcher, { comment: 'De har ringet.' });
    expect([await settle(signed.id), sink.recipients.length]).toEqual(['sent', 3]);
  });

  it('confirmed by a person for one and returned from another goes to the other alone', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('drop-after', 'keep', 'keep');
    expect(await settle(signed.id)).toBe('uncertain');
    house.clock.move(1_000);
    await act(house, signed.id, 'confirm-sent', house.people.dispatcher, { comment: 'De har ringet.' });
    house.clock.move(1_000);
    await arrives(reportOn(await mailTo(signed.id, third), 'failed', third));
    expect((await caseView(house.database, signed.id)).state).toBe('signed');
    await send(signed);
    expect([await settle(signed.id), sink.recipients]).toEqual(['sent', [first, second, third, third]]);
  });
});

describe('what comes back on a letter to many', () => {
  async function sentToThree(): Promise<CaseView> {
    const signed = await letterToThree();
    await send(signed);
    expect(await settle(signed.id)).toBe('sent');
    return signed;
  }

  it('stands with the one it came from, and the letter is acknowledged when every one has answered', async () => {
    const { id } = await sentToThree();
    await arrives(answerTo(await mailTo(id, second)));
    await arrives(answerTo(await mailTo(id, second)));
    const receipts = Object.fromEntries((await dispatchesOf(house.database, id)).map((each) => [each.recipient, each.receipts.length]));
    expect(receipts).toEqual({ [first]: 0, [second]: 2, [third]: 0 });
    await arrives(reportOn(await mailTo(id, first), 'delivered', first));
    expect((await caseView(house.database, id)).state).toBe('sent');
    await arrives(answerTo(await mailTo(id, third)));
    expect((await caseView(house.database, id)).state).toBe('acknowledged');
  });

  it('as a report of failure says who does not have it, and it is sent to that one alone', async () => {
    const signed = await sentToThree();
    await arrives(reportOn(await mailTo(signed.id, second), 'failed', second));
    expect(await statesOf(signed.id)).toEqual({ [first]: 'sent', [second]: 'returned', [third]: 'sent' });
    expect(await toldOf(signed.id)).toEqual([expect.stringContaining(`til ${second} (1 af 3 modtagere)`)]);
    await correct(signed.id, second, 'rettet@ministerium.example');
    await send(signed);
    expect([await settle(signed.id), sink.recipients.slice(3)]).toEqual(['sent', ['rettet@ministerium.example']]);
    for (const each of [first, third, 'rettet@ministerium.example']) await arrives(answerTo(await mailTo(signed.id, each)));
    expect((await caseView(house.database, signed.id)).state).toBe('acknowledged');
  });

  it('while one is still put off is kept with the one it came from, and counts when the last has left', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('keep', 'keep', { reply: 451, at: 'dot' });
    await runner().runDue();
    for (const each of [first, second]) await arrives(answerTo(await mailTo(signed.id, each)));
    expect(await settle(signed.id)).toBe('sent');
    await arrives(answerTo(await mailTo(signed.id, third)));
    expect((await caseView(house.database, signed.id)).state).toBe('acknowledged');
  });

  it('while a death keeps the case from moving on counts as soon as it does', async () => {
    const signed = await letterToThree();
    await send(signed);
    const usual = testHandlers(house, testMail(sink.url));
    const dying = testRunner(house, {
      changed: {
        'letter.send': (payload, context) => usual['letter.send'](payload, { ...context, finish: () => Promise.reject(new Error('død')) }),
      },
    });
    await dying.runDue();
    for (const each of [first, second, third]) await arrives(answerTo(await mailTo(signed.id, each)));
    expect([await settle(signed.id), sink.mails.length]).toEqual(['acknowledged', 3]);
  });

  it('for the one that was uncertain shows that it came, and the case no longer waits for a person', async () => {
    const signed = await letterToThree();
    await send(signed);
    sink.next('keep', 'drop-after', 'keep');
    expect(await settle(signed.id)).toBe('uncertain');
    await arrives(answerTo(await mailTo(signed.id, second)));
    expect([(await caseView(house.database, signed.id)).state, await statesOf(signed.id)]).toEqual([
      'sent',
      { [first]: 'sent', [second]: 'sent', [third]: 'sent' },
    ]);
  });
});
