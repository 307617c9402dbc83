import { randomUUID } from 'node:crypto';
import { type AppError, hearingFields, type HearingFields } from '@genmaele/contracts';
import { readBill } from '@genmaele/legaltext';
import { hearingFieldsOf, newHearing, openTestHouse, runWorkOf, sampleBill, type TestHouse, testStart } from '@genmaele/testing';
import {
  documentsOf,
  hearingById,
  provisionsOf,
  readBillOfHearing,
  receiveHearing,
  type ReceivedFile,
  safeName,
  setReplyAddress,
} from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const limit = 1_000_000;
const by = () => ({ actorId: house.people.officer.id, now: house.clock.now() });
const billFile = (bytes: Buffer, fileName = 'lovforslag.html'): ReceivedFile => ({ kind: 'bill', fileName, mediaType: 'text/html', bytes });
const receive = (more: Partial<HearingFields> = {}, files: ReceivedFile[] = [billFile(sampleBill(randomUUID()))]) =>
  receiveHearing(house.database, hearingFieldsOf(more), files, by(), limit);

/** How many rows there are in every table of the product. */
async function rowCounts(): Promise<Record<string, number>> {
  const tables = await house.rows<{ tablename: string }>(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`);
  const counts: Record<string, number> = {};
  for (const { tablename } of tables)
    counts[tablename] = Number((await house.rows<{ count: string }>(`SELECT count(*) FROM "${tablename}"`))[0]!.count);
  return counts;
}

/** The refusal of an attempt that must leave nothing behind, in any table. */
async function refusal(attempt: () => Promise<unknown>): Promise<AppError> {
  const before = await rowCounts();
  const error: AppError = await attempt().then(
    () => Promise.reject(new Error('was taken')),
    (reason: AppError) => reason,
  );
  expect(await rowCounts()).toEqual(before);
  return error;
}

async function read(hearingId: string): Promise<void> {
  await runWorkOf(house, hearingId, 'bill.read', undefined, 'hearing');
  await runWorkOf(house, hearingId, 'case.open', undefined, 'hearing');
}
const casesOf = (hearingId: string) => house.rows('SELECT 1 FROM response_case WHERE hearing_id = $1', [hearingId]);

describe('a hearing that comes in', () => {
  it('is kept with its documents by their hash, its reading is promised, and the log says who took it in', async () => {
    const letter: ReceivedFile = {
      kind: 'hearing-letter',
      fileName: '../../etc/høringsbrev.pdf',
      mediaType: 'application/pdf',
      bytes: Buffer.from('%PDF'),
    };
    const bytes = sampleBill(randomUUID());
    const { hearingId } = await receive({ caseNumber: '2026-1' }, [billFile(bytes), letter]);
    expect((await documentsOf(house.database, hearingId)).map(({ kind, file_name }) => [kind, file_name])).toEqual([
      ['bill', 'lovforslag.html'],
      ['hearing-letter', 'høringsbrev.pdf'],
    ]);
    expect(await house.rows(`SELECT job, state FROM work WHERE subject = $1`, [`hearing:${hearingId}`])).toEqual([
      { job: 'bill.read', state: 'ready' },
    ]);
    const [line] = await house.rows('SELECT actor_id, action FROM audit_entry WHERE subject = $1', [`hearing:${hearingId}`]);
    expect(line).toEqual({ actor_id: house.people.officer.id, action: 'hearing.receive' });
  });

  it('is read into provisions, and one case is opened, with office, committee and plan', async () => {
    const hearingId = await newHearing(house);
    await read(hearingId);
    expect(await hearingById(house.database, hearingId)).toMatchObject({
      state: 'read',
      title: expect.stringContaining('almene boliger'),
      problem: null,
    });
    const addresses = (await provisionsOf(house.database, hearingId)).map((line) => line.address.replaceAll('\u00a0', ' '));
    expect(addresses).toEqual(expect.arrayContaining(['§ 1', '§ 1, nr. 1', '§ 1, nr. 2', '§ 2']));
    expect(await casesOf(hearingId)).toHaveLength(1);
  });

  it('is asked for its provisions too early: it says that they are being read', async () => {
    const hearingId = await newHearing(house);
    await expect(provisionsOf(house.database, hearingId)).rejects.toMatchObject({ code: 'bill.unread' });
  });

  it('with a deadline in the past is taken, and its plan says that it is late', async () => {
    const hearingId = await newHearing(house, { deadline: '2026-01-02' });
    await read(hearingId);
    expect((await hearingById(house.database, hearingId)).deadline).toBe('2026-01-02');
    const [found] = await house.rows<{ plan: { possible: boolean; warnings: string[] } }>(
      'SELECT plan FROM response_case WHERE hearing_id = $1',
      [hearingId],
    );
    expect([found!.plan.possible, found!.plan.warnings.length > 0]).toEqual([false, true]);
  });

  it('without a reply address is taken, and the address can be given later', async () => {
    const { hearingId } = await receive({ replyTo: undefined });
    expect((await hearingById(house.database, hearingId)).replyTo).toBeNull();
    await house.tx((tx) => setReplyAddress(tx, hearingId, 'svar@example.dk', by()));
    expect((await hearingById(house.database, hearingId)).replyTo).toBe('svar@example.dk');
    expect((await refusal(() => house.tx((tx) => setReplyAddress(tx, randomUUID(), 'svar@example.dk', by())))).code).toBe(
      'hearing.not-found',
    );
  });

  it('gets numbers of its own for its case when many are read at once', async () => {
    const hearings = await Promise.all(Array.from({ length: 6 }, () => newHearing(house)));
    await Promise.all(hearings.map(read));
    const numbers = await house.rows<{ number: string }>('SELECT number FROM response_case');
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length);
    for (const { number } of numbers) expect(number).toMatch(/^S-2026-\d{4}$/);
  });
});

describe('a hearing that is already here', () => {
  it('by the same bytes of the bill is said to be, and nothing is kept twice', async () => {
    const bytes = sampleBill(randomUUID());
    const { hearingId } = await receive({}, [billFile(bytes)]);
    const error = await refusal(() => receive({ caseNumber: 'en anden' }, [billFile(bytes, 'andet navn.html')]));
    expect(error).toMatchObject({ code: 'hearing.duplicate', facts: { hearingId, sameness: expect.stringContaining('bogstav') } });
  });

  it('by the same ministry and case number is said to be, though the bill differs', async () => {
    const { hearingId } = await receive({ caseNumber: '2026-42' });
    const error = await refusal(() => receive({ caseNumber: '2026-42' }));
    expect(error).toMatchObject({ code: 'hearing.duplicate', facts: { hearingId, sameness: expect.stringContaining('sagsnummer') } });
  });

  it('in another round, or with the case number of another ministry, is another hearing', async () => {
    await receive({ caseNumber: '2026-43' });
    await expect(receive({ caseNumber: '2026-43', round: 'renewed' })).resolves.toBeDefined();
    await expect(receive({ caseNumber: '2026-43', ministry: 'Finansministeriet' })).resolves.toBeDefined();
  });

  it('is taken once when it is sent twice in the same moment', async () => {
    const bytes = sampleBill(randomUUID());
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => receive({}, [billFile(bytes)])));
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });

  it('under the bill’s number of an unreadable file can be sent again with a bill that can be read', async () => {
    const { hearingId } = await receive({ caseNumber: '2026-44' }, [
      billFile(Buffer.from('<html><body><p>Nyt om haver, se § 5 i loven.</p></body></html>')),
    ]);
    await read(hearingId);
    await expect(receive({ caseNumber: '2026-44' })).resolves.toBeDefined();
  });
});

describe('input that is refused', () => {
  it.each([
    ['no bill', [], 'bill.missing'],
    ['an empty file', [billFile(Buffer.alloc(0))], 'bill.empty'],
    ['a JPEG named .html', [billFile(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]))], 'bill.not-text'],
    [
      'XML with a billion laughs',
      [billFile(Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'))],
      'bill.doctype-refused',
    ],
    ['a file over the limit', [billFile(Buffer.concat([sampleBill('x'), Buffer.alloc(limit, ' ')]))], 'bill.too-large'],
  ])('leaves nothing behind: %s', async (_what, files, code) => {
    expect((await refusal(() => receive({}, files))).code).toBe(code);
  });

  it('names the ministries that are known when the one given is not', async () => {
    const error = await refusal(() => receive({ ministry: 'Haveministeriet' }));
    expect(error).toMatchObject({
      code: 'hearing.ministry-unknown',
      facts: { ministry: 'Haveministeriet', known: expect.stringContaining('Finansministeriet') },
    });
  });

  it.each(['i morgen', '2026-13-01', '2026-02-30', '2026-12-01T25:00'])('is a deadline that is none: %s', async (deadline) => {
    expect((await refusal(() => receive({ deadline }))).code).toBe('hearing.deadline-unreadable');
  });
});

describe('text with NUL and marks that turn the reading', () => {
  it('is cleared of them in every field, before it is kept', async () => {
    const hostile = {
      ministry: 'Finans\0ministeriet',
      deadline: '2026-12-18',
      caseNumber: '\u202e2026-\0X',
      contact: 'A\u2066B\ud800',
      replyTo: 'svar@example.dk',
    };
    const { hearingId } = await receiveHearing(
      house.database,
      hearingFields.parse(hostile),
      [billFile(sampleBill(randomUUID()))],
      by(),
      limit,
    );
    expect(await hearingById(house.database, hearingId)).toMatchObject({ ministryId: 'fm', caseNumber: '2026-X', contact: 'AB' });
  });

  it.each([
    ['a\0b.html', 'ab.html'],
    ['C:\\fakepath\\x.html', 'x.html'],
    ['\u202elmth.exe', 'lmth.exe'],
    ['', 'uden navn'],
    ['x'.repeat(500), 'x'.repeat(200)],
  ])('is cleared out of a file name: %j', (given, kept) => {
    expect(safeName(given)).toBe(kept);
  });

  it('in a bill is taken safely: it is read without them', async () => {
    const bytes = Buffer.from(sampleBill(randomUUID()).toString().replace('almene boliger m.v., jf.', 'almene\0 boliger\u202e m.v., jf.'));
    const { hearingId } = await receive({}, [billFile(bytes)]);
    await read(hearingId);
    const texts = JSON.stringify(await provisionsOf(house.database, hearingId));
    expect((await hearingById(house.database, hearingId)).state).toBe('read');
    expect(texts).not.toMatch(/\\u0000|\u202e/);
  });
});

describe('a bill that cannot be read', () => {
  it('is marked with the reason for a person to see, and leaves no provision and no case', async () => {
    const { hearingId } = await receive({}, [billFile(Buffer.from(`<html><body><p>Nyt om § 5 ${randomUUID()}</p></body></html>`))]);
    await read(hearingId);
    expect(await hearingById(house.database, hearingId)).toMatchObject({ state: 'unreadable', problem: 'bill.not-a-bill' });
    expect([await provisionsOf(house.database, hearingId), await casesOf(hearingId)]).toEqual([[], []]);
    const works = await house.rows(`SELECT job, state, attempt FROM work WHERE subject = $1`, [`hearing:${hearingId}`]);
    expect(works).toEqual([{ job: 'bill.read', state: 'done', attempt: 1 }]);
  });

  it('is given up when its hearing does not exist', async () => {
    await expect(readBillOfHearing(house.database, randomUUID(), readBill, {} as never)).rejects.toMatchObject({
      code: 'hearing.not-found',
    });
  });
});
