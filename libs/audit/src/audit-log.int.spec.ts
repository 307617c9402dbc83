import { randomUUID } from 'node:crypto';
import { openTestHouse, type TestHouse } from '@genmaele/testing';
import { appendAudit, firstHash, verifyAudit } from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  await asOwnerUnguarded('DELETE FROM audit_entry');
  for (let line = 1; line <= 12; line += 1) await append(`test.${line}`);
});
afterAll(() => house.close());

function append(action: string): Promise<void> {
  const line = { actorId: randomUUID(), action, subject: 'case:1', facts: { to: 'approved', version: 3, on: null }, requestId: 'r' };
  return house.tx((tx) => appendAudit(tx, line, house.clock.now()));
}

/** What whoever holds the database itself could do: the triggers are off. */
async function asOwnerUnguarded(sql: string, parameters: unknown[] = []): Promise<void> {
  await house.owner.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
  await house.owner.query(sql, parameters);
  await house.owner.query('ALTER TABLE audit_entry ENABLE TRIGGER USER');
}

const columns = ['at', 'actor_id', 'action', 'subject', 'facts', 'request_id'] as const;
const edits: Record<(typeof columns)[number], string> = {
  at: `at + interval '1 ms'`,
  actor_id: 'NULL',
  action: `action || '!'`,
  subject: `'case:2'`,
  facts: `'{"to": "sent", "version": 3, "on": null}'`,
  request_id: 'NULL',
};

describe('the log', () => {
  it('holds when nobody has touched it, and says where its end is', async () => {
    const [last] = await house.rows<{ hash: string }>('SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1');
    expect(await verifyAudit(house.database)).toEqual({ lines: 12, head: last!.hash });
  });

  it('that is empty ends where it begins', async () => {
    await asOwnerUnguarded('DELETE FROM audit_entry');
    expect(await verifyAudit(house.database)).toEqual({ lines: 0, head: firstHash });
  });

  it.each(columns)('shows the first line whose «%s» was edited', async (column) => {
    await asOwnerUnguarded(`UPDATE audit_entry SET ${column} = ${edits[column]} WHERE seq IN (5, 9)`);
    expect(await verifyAudit(house.database)).toMatchObject({ firstBad: { seq: 5, why: 'edited' } });
  });

  it.each([1, 5, 11])('shows that line %i was removed', async (seq) => {
    await asOwnerUnguarded('DELETE FROM audit_entry WHERE seq = $1', [seq]);
    expect(await verifyAudit(house.database)).toMatchObject({ firstBad: { seq, why: 'missing' } });
  });

  it('shows that two lines were swapped', async () => {
    await asOwnerUnguarded(`UPDATE audit_entry SET seq = CASE seq WHEN 4 THEN 1004 ELSE 1007 END WHERE seq IN (4, 7)`);
    await asOwnerUnguarded(`UPDATE audit_entry SET seq = CASE seq WHEN 1004 THEN 7 ELSE 4 END WHERE seq IN (1004, 1007)`);
    expect(await verifyAudit(house.database)).toMatchObject({ firstBad: { seq: 4, why: 'relinked' } });
  });

  it('shows that a line was removed and those after it numbered anew', async () => {
    await asOwnerUnguarded('DELETE FROM audit_entry WHERE seq = 6');
    await asOwnerUnguarded('UPDATE audit_entry SET seq = seq - 1 WHERE seq > 6');
    expect(await verifyAudit(house.database)).toMatchObject({ firstBad: { seq: 6, why: 'relinked' } });
  });

  it('shows an edited line whose hash was made to fit', async () => {
    await asOwnerUnguarded(`UPDATE audit_entry SET subject = 'case:2', hash = repeat('a', 64) WHERE seq = 5`);
    expect((await verifyAudit(house.database)).firstBad).toEqual({ seq: 5, why: 'edited' });
  });

  it('stays one chain when many write at once, without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => append(`race.${i}`)));
    expect(await verifyAudit(house.database)).toMatchObject({ lines: 52 });
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });

  it('forgets the line of a transaction that rolled back, and leaves no gap for it', async () => {
    const broken = house.tx(async (tx) => {
      await appendAudit(tx, { action: 'test.never', subject: 'case:1' }, house.clock.now());
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow();
    await append('test.after');
    expect(await verifyAudit(house.database)).toMatchObject({ lines: 13 });
  });
});
