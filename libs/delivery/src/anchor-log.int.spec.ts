import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAudit, keptAnchors, readAnchors, verifyAudit } from '@genmaele/audit';
import { SignatureError, type TimestampAuthority } from '@genmaele/documents';
import {
  caseIn,
  type MailSink,
  openTestHouse,
  startMailSink,
  testHandlers,
  testMail,
  type TestHouse,
  testRunner,
  testStart,
} from '@genmaele/testing';
import { anchorHourly, anchorImprint, anchorLog, type AnchorSettings, promiseAnchor } from './index.js';

let house: TestHouse;
let sink: MailSink;
let folder: string;
beforeAll(async () => {
  house = await openTestHouse();
  sink = await startMailSink();
  folder = await mkdtemp(join(tmpdir(), 'genmaele-anchors-'));
});
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  await house.tx((tx) => appendAudit(tx, { action: 'test.line', subject: 'case:1' }, house.clock.now()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await sink.close();
  await house.close();
});

let files = 0;
const file = () => join(folder, `${(files += 1)}.jsonl`);
const works = () =>
  house.rows<{ state: string; last_error: string | null }>(`SELECT state, last_error FROM work WHERE job = 'audit.anchor'`);

/** An authority that gives back what it was to stamp, or does not answer. */
const authority = (answers = true): TimestampAuthority => ({
  stamp: async (sha256) => {
    if (!answers) throw new SignatureError('signature.timestamp-failed', { problem: 'away' });
    return sha256;
  },
});

async function anchored(settings: AnchorSettings, once: string): Promise<void> {
  await house.tx((tx) => promiseAnchor(tx, once, house.clock.now()));
  const changed = {
    'audit.anchor': (_payload: object, context: Parameters<typeof anchorLog>[2]) => anchorLog(house.database, settings, context),
  };
  await testRunner(house, { changed }).runDue();
}

describe('making the end of the log fast', () => {
  it('stamps its last line, copies it to the file and keeps it, and both bear out the log', async () => {
    const settings = { authority: authority(), file: file() };
    await anchored(settings, 'whole');
    const { lines, head } = await verifyAudit(house.database);
    const [copied] = await readAnchors(settings.file);
    expect(copied).toEqual({
      seq: lines,
      hash: head,
      at: testStart.toISOString(),
      token: Buffer.from(anchorImprint(head)).toString('base64'),
    });
    expect((await keptAnchors(house.database)).at(-1)).toEqual(copied);
  });

  it('without authority and file is kept in the database, and an end that is fast already is left alone', async () => {
    const before = (await keptAnchors(house.database)).length;
    await anchored({ authority: undefined, file: undefined }, 'one');
    await anchored({ authority: undefined, file: undefined }, 'two');
    expect((await keptAnchors(house.database)).length - before).toBe(1);
  });

  it.each([
    ['the authority is away', () => ({ authority: authority(false), file: undefined })],
    ['the file cannot be written', () => ({ authority: undefined, file: join(folder, 'nowhere', 'x.jsonl') })],
  ])('is tried again when %s', async (_what, settings) => {
    const before = (await keptAnchors(house.database)).length;
    await anchored(settings(), 'fails');
    expect(await works()).toEqual([{ state: 'ready', last_error: 'audit.anchor-failed' }]);
    expect(await keptAnchors(house.database)).toHaveLength(before);
  });

  it('is promised once an hour, and not while the last is younger', async () => {
    const settings = { authority: undefined, file: undefined };
    await anchored(settings, 'start');
    const promised = async (): Promise<number> => (await house.tx((tx) => anchorHourly(tx, house.clock.now())), (await works()).length);
    expect(await promised()).toBe(1);
    house.clock.move(59 * 60_000);
    expect(await promised()).toBe(1);
    house.clock.move(60_000);
    expect([await promised(), await promised()]).toEqual([2, 2]);
  });

  it('is promised when a letter has left', async () => {
    const { id } = await caseIn(house, 'sending');
    const handlers = testHandlers(house, testMail(sink.url));
    await testRunner(house, { handlers, changed: { 'notice.send': async () => undefined } }).runDue();
    const [sent] = await house.rows<{ seq: string }>(`SELECT seq FROM audit_entry WHERE subject = $1 AND action = 'case.letter-sent'`, [
      `case:${id}`,
    ]);
    expect((await keptAnchors(house.database)).at(-1)?.seq).toBeGreaterThanOrEqual(Number(sent?.seq));
  });
});
