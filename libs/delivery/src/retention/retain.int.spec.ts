import { randomUUID } from 'node:crypto';
import { verifyAudit } from '@genmaele/audit';
import { canonicalJson, sha256 } from '@genmaele/contracts';
import { keepFile, readFile } from '@genmaele/platform';
import { caseIn, openTestHouse, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { promiseRetention, retain, retentionRules, wouldRetain } from '../index.js';

let house: TestHouse;
let caseId: string;
beforeAll(async () => {
  house = await openTestHouse();
  caseId = (await caseIn(house, 'in-approval')).id;
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.tx((tx) => retain(tx, house.clock.now()));
});
afterAll(() => house.close());

const daysBefore = (days: number): Date => new Date(testStart.getTime() - days * 86_400_000);
const run = () => house.tx((tx) => retain(tx, house.clock.now()));
const lastLine = async () =>
  (
    await house.rows<{ facts: Record<string, string | number> }>(
      `SELECT facts FROM audit_entry WHERE action = 'retention.run' ORDER BY seq DESC LIMIT 1`,
    )
  )[0]!;

/** A row of each rule's table that was let go of so many days ago; answers its key. */
const rows: Record<string, (at: Date) => Promise<unknown>> = {
  session: (at) => house.rows('INSERT INTO session (sid, sess, expire) VALUES ($1, $2, $3)', [randomUUID(), {}, at]),
  sign_in_try: (at) => house.rows('INSERT INTO sign_in_try (id, key, at) VALUES ($1, $2, $3)', [randomUUID(), 'k', at]),
  outside_sign_in: (at) =>
    house.rows(
      `INSERT INTO outside_sign_in (id_sha256, provider, binding_sha256, nonce, verifier, begun_at, expires_at) VALUES ($1, 'oidc', '', '', '', $2, $2)`,
      [randomUUID(), at],
    ),
  assertion_seen: (at) => house.rows('INSERT INTO assertion_seen (id_sha256, until) VALUES ($1, $2)', [randomUUID(), at]),
  kept_answer: (at) => house.rows('INSERT INTO kept_answer (key, request_sha256, begun_at) VALUES ($1, $2, $3)', [randomUUID(), '', at]),
  request_count: (at) => house.rows('INSERT INTO request_count (key, from_at, count) VALUES ($1, $2, 1)', [randomUUID(), at]),
  account_link: (at) =>
    house.rows(`INSERT INTO account_link (id, kind, email, asked_at, expires_at) VALUES ($1, 'reset', 'x@example.dk', $2, $2)`, [
      randomUUID(),
      at,
    ]),
  api_token: (at) =>
    house.rows(
      `INSERT INTO api_token (id, person_id, name, token_sha256, permissions, created_at, expires_at, revoked_at)
       VALUES ($1, $2, 'x', $1::uuid::text, '{}', $3, $3::timestamptz + interval '3 years', $3)`,
      [randomUUID(), house.people.officer.id, at],
    ),
  calendar_feed: (at) =>
    house.rows('INSERT INTO calendar_feed (id, person_id, secret_sha256, created_at, ended_at) VALUES ($1, $2, $1::uuid::text, $3, $3)', [
      randomUUID(),
      house.people.officer.id,
      at,
    ]),
  calendar_entry: (at) =>
    house.rows(
      `INSERT INTO calendar_entry (person_id, source, content_sha256, content, sequence, changed_at, cancelled_at) VALUES ($1, $2, '', '{}', 1, $3, $3)`,
      [house.people.officer.id, `task:${randomUUID()}`, at],
    ),
  notice_line: (at) =>
    house.rows(
      `INSERT INTO notice_line (id, person_id, topic, occasion, headline, why, if_nothing, created_at, told_at) VALUES ($1, $2, 't', $1::uuid::text, '', '', '', $3, $3)`,
      [randomUUID(), house.people.officer.id, at],
    ),
  notice: (at) => addNotice(at, null),
  incoming_mail: (at) => addMail(at, 'unrelated'),
};

/** The rows that the tests themselves have put in. */
const undoable: Record<string, string> = { notice: `kind = 'news'`, api_token: `name = 'x'` };

const addNotice = (at: Date, ofCase: string | null) =>
  house.rows(
    `INSERT INTO notice (id, case_id, recipient, kind, subject, text, message_id, created_at, send_at, sent_at) VALUES ($1, $2, 'x@example.dk', 'news', '', '', $1::uuid::text, $3, $3, $3)`,
    [randomUUID(), ofCase, at],
  );

async function addMail(at: Date, outcome: string): Promise<string> {
  const hash = await house.tx((tx) => keepFile(tx, Buffer.from(`privat mail ${randomUUID()}`), 'message/rfc822', at));
  await house.rows(
    `INSERT INTO incoming_mail (id, sha256, message_id, sender, subject, outcome, received_at) VALUES ($1, $2, $1::uuid::text, 'privat@example.dk', 'Privat', $3, $4)`,
    [randomUUID(), hash, outcome, at],
  );
  return hash;
}

describe('retention', () => {
  it.each(retentionRules.filter(({ table }) => table !== 'stored_file'))(
    'removes of $table what is older than its days, and only that',
    async ({ table, days }) => {
      await rows[table]!(daysBefore(days + 1));
      await rows[table]!(daysBefore(days - 0.5));
      const { removed } = await run();
      const others = table === 'incoming_mail' ? ['stored_file'] : []; // its bytes go with it
      expect(removed.filter(({ count }) => count > 0).map(({ rule, count }) => [rule.table, count])).toEqual(
        [table, ...others].map((each) => [each, 1]),
      );
      await house.owner.query(
        table === 'incoming_mail' ? `UPDATE incoming_mail SET sender = ''` : `DELETE FROM ${table} WHERE ${undoable[table] ?? 'true'}`,
      );
    },
  );

  it('writes in the log, in the same transaction, how much of what it removed, and the hash of the keys', async () => {
    await rows['sign_in_try']!(daysBefore(3));
    const [row] = await house.rows<{ id: string }>('SELECT id FROM sign_in_try');
    const empty = Object.fromEntries(retentionRules.map(({ table }) => [table, []]));
    await run();
    expect((await lastLine()).facts).toEqual({ sign_in_try: 1, sha256: sha256(canonicalJson({ ...empty, sign_in_try: [row!.id] })) });
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });

  it('leaves everything when the log cannot be written', async () => {
    await rows['sign_in_try']!(daysBefore(3));
    await expect(
      house.tx(async (tx) => {
        await retain(tx, house.clock.now());
        throw new Error('the commit fails');
      }),
    ).rejects.toThrow();
    expect(await house.rows('SELECT 1 FROM sign_in_try')).toHaveLength(1);
  });

  it('tried dry, tells the same as it then does, and removes and writes nothing', async () => {
    await rows['sign_in_try']!(daysBefore(3));
    const before = await house.rows('SELECT 1 FROM audit_entry');
    const dry = await wouldRetain(house.database, house.clock.now());
    expect(await house.rows('SELECT 1 FROM audit_entry')).toHaveLength(before.length);
    expect(await run()).toEqual(dry);
  });

  it('never empties a mail about a case that is not at its end', async () => {
    await addNotice(daysBefore(800), caseId);
    await run();
    expect(await house.rows(`SELECT 1 FROM notice WHERE kind = 'news' AND recipient <> ''`)).toHaveLength(1);
    await house.owner.query(`DELETE FROM notice WHERE kind = 'news'`);
  });

  it('empties a mail that had nothing to do with a case, and keeps its hash, so that it is not taken in again', async () => {
    const [unrelated, receipt] = [await addMail(daysBefore(100), 'unrelated'), await addMail(daysBefore(100), 'receipt')];
    await run();
    const kept = await house.rows<{ length: number; sender: string }>(
      `SELECT length(f.bytes) AS length, m.sender FROM stored_file f JOIN incoming_mail m USING (sha256) WHERE f.sha256 = $1`,
      [unrelated],
    );
    expect(kept).toEqual([{ length: 0, sender: '' }]);
    expect((await readFile(house.database, receipt)).bytes.toString()).toContain('privat mail');
  });

  it('cannot empty another file, whoever asks', async () => {
    const receipt = await addMail(daysBefore(100), 'receipt');
    for (const asks of [house.rows.bind(house), (sql: string, given: unknown[]) => house.owner.query(sql, given)])
      await expect(asks(`UPDATE stored_file SET bytes = '' WHERE sha256 = $1`, [receipt])).rejects.toMatchObject({ code: '23001' });
    await expect(house.rows(`UPDATE stored_file SET stored_at = now() WHERE sha256 = $1`, [receipt])).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('is promised once a day, for the night or, when that is past, at once', async () => {
    await house.owner.query('DELETE FROM work');
    for (const at of ['2026-11-23T00:30:00Z', '2026-11-23T01:30:00Z', '2026-11-24T08:00:00Z'].map((each) => new Date(each)))
      await house.tx((tx) => promiseRetention(tx, at));
    const due = await house.rows<{ due_at: Date }>(`SELECT due_at FROM work WHERE job = 'data.retain' ORDER BY due_at`);
    expect(due.map(({ due_at: at }) => at.toISOString())).toEqual(['2026-11-23T03:15:00.000Z', '2026-11-24T08:00:00.000Z']);
    house.clock.set(new Date('2026-11-23T03:15:00Z'));
    const lines = (await house.rows(`SELECT 1 FROM audit_entry WHERE action = 'retention.run'`)).length;
    await testRunner(house).runDue();
    expect(await house.rows(`SELECT 1 FROM audit_entry WHERE action = 'retention.run'`)).toHaveLength(lines + 1);
  });
});
