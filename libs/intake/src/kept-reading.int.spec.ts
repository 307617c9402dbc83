import { randomUUID } from 'node:crypto';
import { type BillReading, billReading, type ProvisionNode } from '@genmaele/contracts';
import { readBill } from '@genmaele/legaltext';
import { inTransaction } from '@genmaele/platform';
import { hearingFieldsOf, openTestHouse, runWorkOf, sampleBill, type TestHouse } from '@genmaele/testing';
import { provisionsOf, readingOf, receiveHearing } from './index.js';
import { keepReading } from './kept-reading.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
afterAll(() => house.close());

const receive = async (bytes = sampleBill(randomUUID())): Promise<string> => {
  const by = { actorId: house.people.officer.id, now: house.clock.now() };
  const bill = { kind: 'bill' as const, fileName: 'lovforslag.html', mediaType: 'text/html', bytes };
  return (await receiveHearing(house.database, hearingFieldsOf(), [bill], by, 1_000_000)).hearingId;
};
const keep = (hearingId: string, reading: BillReading) => house.tx((tx) => keepReading(tx, hearingId, reading, house.clock.now()));

/** A reading with something in every part of it. */
async function fullReading(): Promise<BillReading> {
  const reading = await readBill(sampleBill(randomUUID()));
  const point = reading.provisions.flatMap(({ children }) => children).find(({ kind }) => kind === 'change-point') as ProvisionNode;
  point.page = 3;
  point.operations = [
    { kind: 'replace-text', targets: [{ act: 'almenboligloven', address: '§ 3, stk. 1' }], words: [{ out: 'have', in: 'gårdhave' }] },
  ];
  const remark = {
    kind: 'specific' as const,
    address: point.address,
    provisionIds: [point.id],
    heading: 'Til nr. 1',
    text: 'Det foreslås …',
  };
  return {
    ...reading,
    session: '2021-22',
    remarks: [{ id: 'bem-til-1', ...remark, offset: 900 }],
    heardParties: ['KL', 'Danske Regioner'],
    economicConsequences: { columns: ['', 'Positive'], rows: [{ subject: 'Kommuner', cells: ['Ingen'] }], offset: 950 },
    doubts: ['Anførselstegnene i § 1 går ikke op.'],
  };
}

describe('the reading of a bill', () => {
  it('comes back whole, as it was kept: tree, pages, operations, remarks, heard parties, economic table, coverage and doubts', async () => {
    const [hearingId, reading] = [await receive(), await fullReading()];
    await keep(hearingId, reading);
    const kept = await readingOf(house.database, hearingId);
    expect(kept).toEqual(reading);
    expect(billReading.parse(kept)).toEqual(reading);
  });

  it('is kept by the job that reads', async () => {
    const bytes = sampleBill(randomUUID());
    const hearingId = await receive(bytes);
    await runWorkOf(house, hearingId, 'bill.read', undefined, 'hearing');
    expect(await readingOf(house.database, hearingId)).toEqual(await readBill(bytes));
  });

  it('read again stands in the place of the earlier one, in rows and beside them', async () => {
    const [hearingId, first] = [await receive(), await fullReading()];
    await keep(hearingId, first);
    const second = { ...first, provisions: first.provisions.slice(0, 2), heardParties: ['KL'] };
    await keep(hearingId, second);
    expect(await readingOf(house.database, hearingId)).toEqual(second);
    expect((await provisionsOf(house.database, hearingId)).map(({ node_id: id }) => id)).toEqual(second.provisions.map(({ id }) => id));
  });

  it('stays what it was when keeping a new one fails midway', async () => {
    const [hearingId, first] = [await receive(), await fullReading()];
    await keep(hearingId, first);
    const attempt = inTransaction(house.database, async (tx) => {
      await keepReading(tx, hearingId, { ...first, provisions: [] }, house.clock.now());
      throw new Error('the process died');
    });
    await expect(attempt).rejects.toThrow('the process died');
    expect(await readingOf(house.database, hearingId)).toEqual(first);
  });

  it('is not there yet while it waits, and never for a hearing that does not exist', async () => {
    await expect(readingOf(house.database, await receive())).rejects.toMatchObject({ code: 'bill.unread' });
    await expect(readingOf(house.database, randomUUID())).rejects.toMatchObject({ code: 'hearing.not-found' });
  });

  it('of a bill that could not be read is the reason', async () => {
    const hearingId = await receive(Buffer.from(`<html><body><p>Nyt om § 5 ${randomUUID()}</p></body></html>`));
    await runWorkOf(house, hearingId, 'bill.read', undefined, 'hearing');
    await expect(readingOf(house.database, hearingId)).rejects.toMatchObject({ code: 'bill.not-a-bill' });
  });
});
