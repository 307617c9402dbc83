import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '@genmaele/contracts';
import { entities } from '@genmaele/migrations';
import { inTransaction, openDatabase, rowsOf, type Tx } from '@genmaele/platform';
import { openTestHouse, type TestHouse } from '@genmaele/testing';
import fc from 'fast-check';
import { type DataSource } from 'typeorm';
import {
  type AuditAnchor,
  appendAnchor,
  appendAudit,
  type AuditVerdict,
  firstHash,
  keepAnchor,
  keptAnchors,
  lastAnchored,
  readAnchors,
  unanchoredHead,
  verifyAudit,
} from './index.js';

const lines = 40;
let house: TestHouse;
let owner: DataSource;
let anchors: AuditAnchor[];
let folder: string;

beforeAll(async () => {
  house = await openTestHouse();
  owner = await openDatabase(process.env['DATABASE_OWNER_URL'] ?? '', entities, 2);
  folder = await mkdtemp(join(tmpdir(), 'genmaele-anchors-'));
  for (let line = 1; line <= lines; line += 1) {
    await house.tx((tx) =>
      appendAudit(tx, { action: `test.${line}`, subject: `case:${line % 5}`, facts: { to: 'sent', line } }, house.clock.now()),
    );
    if (line % 10 === 0) await anchorNow();
  }
  anchors = await keptAnchors(house.database);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await owner.destroy();
  await house.close();
});

async function anchorNow(): Promise<void> {
  const head = await unanchoredHead(house.database);
  if (head) await house.tx((tx) => keepAnchor(tx, { ...head, at: house.clock.now().toISOString() }));
}

interface Row {
  seq: string;
  at: Date;
  actor_id: string | null;
  action: string;
  subject: string;
  facts: Record<string, string | number | boolean | null>;
  request_id: string | null;
}

/** What someone does who holds the database itself and knows how the chain is made: every hash from a line on is made to fit. */
async function rechain(tx: Tx, from: number): Promise<void> {
  const [before] = await rowsOf<{ hash: string }>(tx, 'SELECT hash FROM audit_entry WHERE seq = $1', [from - 1]);
  let previous = before?.hash ?? firstHash;
  for (const row of await rowsOf<Row>(tx, 'SELECT * FROM audit_entry WHERE seq >= $1 ORDER BY seq', [from])) {
    const { at, actor_id: actorId, action, subject, facts, request_id: requestId } = row;
    const hash = sha256(
      canonicalJson({ previous, seq: Number(row.seq), at: at.toISOString(), actorId, action, subject, facts, requestId }),
    );
    await tx.query('UPDATE audit_entry SET previous_hash = $2, hash = $3 WHERE seq = $1', [row.seq, previous, hash]);
    previous = hash;
  }
}

const edits = [
  `at = at + interval '1 ms'`,
  `action = action || '!'`,
  `subject = 'case:x'`,
  `facts = '{"to": "x"}'`,
  `request_id = 'x'`,
  `actor_id = gen_random_uuid()`,
];
const removeAndRenumber = async (tx: Tx, seq: number) => {
  await tx.query('DELETE FROM audit_entry WHERE seq = $1', [seq]);
  await tx.query('UPDATE audit_entry SET seq = -seq WHERE seq > $1', [seq]);
  await tx.query('UPDATE audit_entry SET seq = -seq - 1 WHERE seq < 0');
};

/** Each kind of tampering, with the first line that must be named for one done at `seq`. */
const tamperings: Record<
  string,
  { do: (tx: Tx, seq: number, other: number, edit: string) => Promise<unknown>; named: (seq: number, other: number) => number }
> = {
  edit: { do: (tx, seq, _other, edit) => tx.query(`UPDATE audit_entry SET ${edit} WHERE seq = $1`, [seq]), named: (seq) => seq },
  'edit and make anew': {
    do: async (tx, seq, _other, edit) => (await tx.query(`UPDATE audit_entry SET ${edit} WHERE seq = $1`, [seq]), rechain(tx, seq)),
    named: (seq) => Math.floor((seq - 1) / 10) * 10 + 1,
  },
  remove: { do: (tx, seq) => tx.query('DELETE FROM audit_entry WHERE seq = $1', [seq]), named: (seq) => seq },
  'remove and make anew': {
    do: async (tx, seq) => (await removeAndRenumber(tx, seq), rechain(tx, seq)),
    named: (seq) => (seq > lines - 10 ? lines : Math.floor((seq - 1) / 10) * 10 + 1),
  },
  swap: {
    do: async (tx, seq, other) => {
      await tx.query('UPDATE audit_entry SET seq = -seq WHERE seq IN ($1, $2)', [seq, other]);
      await tx.query('UPDATE audit_entry SET seq = CASE WHEN seq = -$1::bigint THEN $2::bigint ELSE $1::bigint END WHERE seq < 0', [
        seq,
        other,
      ]);
    },
    named: (seq, other) => Math.min(seq, other),
  },
  'cut off the end': { do: (tx, seq) => tx.query('DELETE FROM audit_entry WHERE seq >= $1', [seq]), named: (seq) => seq },
  'empty and begin anew': {
    do: async (tx) => {
      await tx.query('DELETE FROM audit_entry');
      for (let i = 0; i < lines; i += 1) await appendAudit(tx, { action: 'test.forged', subject: 'case:1' }, new Date());
    },
    named: () => 1,
  },
};

/** The verdict on the log as it would stand after the tampering, which is then taken back. */
async function verdictOn(tamper: (tx: Tx) => Promise<unknown>): Promise<AuditVerdict> {
  let verdict: AuditVerdict | undefined;
  await inTransaction(owner, async (tx) => {
    await tx.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
    await tamper(tx);
    verdict = await verifyAudit(tx, anchors);
    throw new Error('taken back');
  }).catch((error: Error) => {
    if (error.message !== 'taken back') throw error;
  });
  if (!verdict) throw new Error('there is no verdict');
  return verdict;
}

describe('the log with its anchors', () => {
  it('holds when nobody has touched it', async () => {
    expect(await verifyAudit(house.database, anchors)).toMatchObject({ lines });
    expect((await verifyAudit(house.database, anchors)).firstBad).toBeUndefined();
    expect(anchors.map(({ seq }) => seq)).toEqual([10, 20, 30, 40]);
  });

  it('shows every one of 200 random tamperings, by someone who can make every hash fit, and names the first bad line', async () => {
    const kinds = Object.keys(tamperings);
    const place = fc.integer({ min: 1, max: lines });
    const tampering = fc.record({ kind: fc.constantFrom(...kinds), seq: place, other: place, edit: fc.constantFrom(...edits) });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tampering, async ({ kind, seq, other: wanted, edit }) => {
        const other = wanted === seq ? (seq % lines) + 1 : wanted;
        const { firstBad } = await verdictOn((tx) => tamperings[kind]!.do(tx, seq, other, edit));
        seen.add(kind);
        expect({ kind, seq, other, at: firstBad?.seq }).toEqual({ kind, seq, other, at: tamperings[kind]!.named(seq, other) });
      }),
      { numRuns: 200 },
    );
    expect([...seen].sort()).toEqual([...kinds].sort());
  }, 60_000);

  it('without anchors cannot show an end that was cut off: that is what they are for', async () => {
    const before = anchors;
    anchors = [];
    const { firstBad } = await verdictOn((tx) => tx.query('DELETE FROM audit_entry WHERE seq > 30'));
    anchors = before;
    expect(firstBad).toBeUndefined();
  });

  it('are made once for each end, and are never changed or removed', async () => {
    expect(await unanchoredHead(house.database)).toBeUndefined();
    expect(await lastAnchored(house.database)).toEqual(house.clock.now());
    await expect(house.rows(`UPDATE audit_anchor SET hash = ''`)).rejects.toMatchObject({ code: '42501' });
    await expect(owner.query('DELETE FROM audit_anchor')).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a file of anchors', () => {
  it('gives back what was written to it, but for a last line that a death cut short', async () => {
    const file = join(folder, 'anchors.jsonl');
    const anchor = { seq: 7, hash: 'a'.repeat(64), at: '2026-11-23T08:00:00.000Z', token: Buffer.from('x').toString('base64') };
    await appendAnchor(file, anchor);
    await appendAnchor(file, { ...anchor, seq: 8 });
    await appendFile(file, '{"seq": 9, "ha');
    expect(await readAnchors(file)).toEqual([anchor, { ...anchor, seq: 8 }]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
  });

  it('that somebody else has written in is not believed, and the line is named', async () => {
    const file = join(folder, 'forged.jsonl');
    await appendAnchor(file, { seq: 7, hash: 'a'.repeat(64), at: '2026-11-23T08:00:00.000Z' });
    await appendFile(file, '{"seq": 8, "hash": "kort", "at": "i går"}\n');
    await expect(readAnchors(file)).rejects.toMatchObject({ line: 2 });
  });
});
