import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAudit } from '@genmaele/audit';
import { canonicalJson, defaultChain, sha256 } from '@genmaele/contracts';
import { HttpTimestampAuthority, issueDevelopmentCertificate, makeDevelopmentAuthority } from '@genmaele/documents';
import { readArchive, zipArchive } from '@genmaele/platform';
import {
  caseIn,
  decideInBody,
  type MailSink,
  openTestHouse,
  startMailSink,
  startTimestampServer,
  testHandlers,
  testMail,
  type TestHouse,
  testRunner,
  testStart,
  type TimestampServer,
} from '@genmaele/testing';
import fc from 'fast-check';
import { BundleUnreadable, checkBundle, exportCase } from '../index.js';

let house: TestHouse;
let sink: MailSink;
let folder: string;
let stamps: TimestampServer;
let caseId: string;
let bundle: Buffer;

const anchors = () => ({ authority: new HttpTimestampAuthority({ url: stamps.url }), file: undefined });
const exported = (scope: 'whole' | 'log', actorId = house.people.administrator.id, id = caseId) =>
  exportCase(house.database, { caseId: id, scope, actorId, requestId: 'r-1', now: house.clock.now() }, anchors());

beforeAll(async () => {
  house = await openTestHouse();
  house.clock.set(testStart);
  sink = await startMailSink();
  folder = await mkdtemp(join(tmpdir(), 'genmaele-export-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: new Date('2026-11-20T09:00:00Z') });
  const order = { name: 'tsa', commonName: 'PRØVE', purpose: 'timestamp', keyType: 'p256', now: new Date('2026-11-20T09:00:00Z') } as const;
  stamps = await startTimestampServer({ ...(await issueDevelopmentCertificate(authority.folder, order)), now: () => house.clock.now() });
  // Half of the log is about other cases, as it is in life.
  const { id } = await caseIn(house, 'sending');
  caseId = id;
  await caseIn(house, 'drafting');
  const handlers = testHandlers(house, testMail(sink.url));
  await testRunner(house, { handlers, changed: { 'notice.send': async () => undefined } }).runDue();
  bundle = (await exported('whole')).bytes;
}, 120_000);
afterAll(async () => {
  await stamps.close();
  await sink.close();
  await rm(folder, { recursive: true });
  await house.close();
});

/** The bundle with some files changed, or without those that become undefined. */
async function changed(change: (files: Map<string, Buffer | undefined>) => void): Promise<Buffer> {
  const files: Map<string, Buffer | undefined> = await readArchive(bundle);
  change(files);
  return zipArchive([...files].flatMap(([path, bytes]) => (bytes ? [{ path, bytes }] : [])));
}

const jsonOf = <T>(files: ReadonlyMap<string, Buffer | undefined>, path: string): T => JSON.parse(files.get(path)!.toString()) as T;
const asFile = (content: unknown): Buffer => Buffer.from(JSON.stringify(content));

/** What a forger does who also makes the manifest fit. */
function refit(files: Map<string, Buffer | undefined>): void {
  const manifest = jsonOf<{ files: { path: string; sha256: string; bytes: number }[] }>(files, 'manifest.json');
  const kept = manifest.files.flatMap(({ path }) => {
    const bytes = files.get(path);
    return bytes ? [{ path, sha256: sha256(bytes), bytes: bytes.length }] : [];
  });
  files.set('manifest.json', asFile({ ...manifest, files: kept }));
}

interface Line {
  seq: number;
  action: string;
  previous: string;
  hash: string;
}

describe('the bundle of a case', () => {
  it('holds every version, approval, letter, mail and line of the log, and proves itself', async () => {
    const files = await readArchive(bundle);
    const verdict = await checkBundle(bundle);
    expect(verdict).toMatchObject({ problems: [], loose: 0, scope: 'whole' });
    expect(verdict.stamped?.time).toEqual(house.clock.now());
    const kinds = [...files.keys()].map((path) => path.replace(/filer\/([a-z]+)\/[0-9a-f]{12,64}/, '$1:'));
    expect(kinds).toEqual(
      expect.arrayContaining(['hoering:-lovforslag.html', 'breve:-uden-underskrift.pdf', 'breve:-underskrevet.pdf', 'afsendelser:.eml']),
    );
    const [approval] = jsonOf<{ person: string; version_sha256: string; at: string }[]>(files, 'godkendelser.json');
    const [version] = jsonOf<{ sha256: string; author: string; content: { points: unknown[] } }[]>(files, 'versioner.json');
    expect([approval!.person, approval!.version_sha256, version!.author]).toEqual(['chair', version!.sha256, 'officer']);
    expect(version!.content.points.length).toBeGreaterThan(0);
    const lines = await house.rows(`SELECT 1 FROM audit_entry WHERE subject = $1 AND action <> 'case.exported'`, [`case:${caseId}`]);
    expect(jsonOf<Line[]>(files, 'log.json')).toHaveLength(lines.length);
  });

  it('holds what a body approved, by the decision it is, and proves itself', async () => {
    const [chair] = defaultChain;
    const steps = [
      { ...chair!, id: 'board', name: 'Bestyrelsen', by: [], body: 'board', signs: false },
      { ...chair!, rank: 2 },
    ];
    await house.owner.query(
      `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at)
       VALUES (gen_random_uuid(), 'response', 'Til bestyrelsen', 'in-force', '2026-01-01', $1, clock_timestamp())`,
      [JSON.stringify(steps)],
    );
    const { id } = await caseIn(house, 'in-approval');
    const { id: decisionId } = await decideInBody(house, id, 'bestyrelsen', 'approved');
    const { bytes } = await exported('whole', house.people.administrator.id, id);
    const [approval] = jsonOf<Record<string, unknown>[]>(await readArchive(bytes), 'godkendelser.json');
    expect(approval).toMatchObject({
      person: null,
      decision_id: decisionId,
      decision_text: expect.stringMatching(/^Bestyrelsen, møde .* punkt 2$/),
    });
    expect((await checkBundle(bytes)).problems).toEqual([]);
  });

  it('is written in the log, by whom and with which manifest', async () => {
    const [line] = await house.rows<{ actor_id: string; facts: Record<string, string> }>(
      `SELECT actor_id, facts FROM audit_entry WHERE subject = $1 AND action = 'case.exported' ORDER BY seq LIMIT 1`,
      [`case:${caseId}`],
    );
    const manifest = sha256((await readArchive(bundle)).get('manifest.json')!);
    expect(line).toEqual({ actor_id: house.people.administrator.id, facts: { manifest, scope: 'whole' } });
  });

  it('shows nothing of the lines about other cases but their hashes', async () => {
    const others = await house.rows<{ subject: string }>('SELECT DISTINCT subject FROM audit_entry WHERE subject <> $1', [
      `case:${caseId}`,
    ]);
    const proof = (await readArchive(bundle)).get('proof.json')!.toString();
    expect(others.length).toBeGreaterThan(1);
    expect(others.filter(({ subject }) => proof.includes(subject.split(':')[1]!))).toEqual([]);
  });

  it('for whoever reads the log alone has no word of the drafts and no file, and proves itself too', async () => {
    const { bytes } = await exported('log');
    const files = await readArchive(bytes);
    const whole = Buffer.concat([...files.values()]).toString();
    const [{ content }] = jsonOf<[{ content: { lead: string[]; points: { text: string }[] } }]>(
      await readArchive(bundle),
      'versioner.json',
    );
    expect((await checkBundle(bytes)).problems).toEqual([]);
    expect([...content.lead, ...content.points.map(({ text }) => text)].filter((words) => whole.includes(words))).toEqual([]);
    expect([...files.keys()].filter((path) => path.startsWith('filer/'))).toEqual([]);
  });

  it('names every file that is changed, removed or put in', async () => {
    const paths = [...(await readArchive(bundle)).keys()].filter(
      (path) => !['manifest.json', 'proof.json', 'LAES-MIG.txt', 'log.json'].includes(path),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom('change', 'remove'), fc.nat(), async (path, kind, place) => {
        const forged = await changed((files) => {
          const bytes = Buffer.from(files.get(path)!);
          if (kind === 'change' && bytes.length > 0) bytes[place % bytes.length]! ^= 1;
          files.set(path, kind === 'remove' ? undefined : bytes);
        });
        const problems = await checkBundle(forged).then((verdict) => verdict.problems, (error: BundleUnreadable) => [error.message]); // prettier-ignore
        expect(problems.some((problem) => problem.includes(path))).toBe(true);
      }),
      { numRuns: 40 },
    );
    const more = await changed((files) => files.set('filer/nyt.txt', Buffer.from('nyt')));
    expect((await checkBundle(more)).problems).toEqual(['Filen filer/nyt.txt hører ikke til bundtet.']);
  });

  it('shows a file that was changed together with the manifest', async () => {
    const forged = await changed((files) => {
      files.set('trin.json', Buffer.from('[]'));
      refit(files);
    });
    expect((await checkBundle(forged)).problems).toEqual(['Filen manifest.json er ændret: loggen nævner en anden.']);
  });

  it('names a line of the log that was edited, also when hash and manifest were made to fit', async () => {
    let seq = 0;
    const forged = await changed((files) => {
      const lines = jsonOf<Line[]>(files, 'log.json');
      const line = lines[2]!;
      seq = line.seq;
      line.action = 'case.other';
      const { previous, hash: _hash, ...content } = line;
      line.hash = sha256(canonicalJson({ previous, content: sha256(canonicalJson(content)) }));
      files.set('log.json', asFile(lines));
      refit(files);
    });
    expect((await checkBundle(forged)).problems).toContain(`Linje ${seq} i loggen er ændret, efter at den blev skrevet.`);
  });

  it('shows a line of the log that was left out, and a link of the proof that was changed', async () => {
    const without = await changed((files) => {
      files.set('log.json', asFile(jsonOf<Line[]>(files, 'log.json').slice(1)));
      refit(files);
    });
    expect((await checkBundle(without)).problems).toEqual(['Filen manifest.json er ændret: loggen nævner en anden.']);
    const relinked = await changed((files) => {
      const all = jsonOf<{ proof: { links: string[] } }>(files, 'proof.json');
      all.proof.links[all.proof.links.length - 1] = 'a'.repeat(64);
      files.set('proof.json', asFile(all));
    });
    expect((await checkBundle(relinked)).problems).toHaveLength(1);
  });

  it('is not believed with the stamp of another end', async () => {
    await house.tx((tx) => appendAudit(tx, { action: 'test.more', subject: 'case:x' }, house.clock.now()));
    const later = await readArchive((await exported('whole')).bytes);
    const forged = await changed((files) => {
      const [mine, other] = [jsonOf<Proof>(files, 'proof.json'), jsonOf<Proof>(later, 'proof.json')];
      mine.proof.anchor.token = other.proof.anchor.token;
      files.set('proof.json', asFile(mine));
    });
    expect((await checkBundle(forged)).problems).toEqual([expect.stringContaining('Tidsstemplet på loggens ende holder ikke')]);
  });

  it.each([
    ['is no zip file', async () => Buffer.from('ikke en zip-fil')],
    ['has no manifest', () => changed((files) => files.set('manifest.json', undefined))],
    ['has a proof that is no proof', () => changed((files) => files.set('proof.json', Buffer.from('{}')))],
  ])('that %s is no bundle', async (_what, bytes) => {
    await expect(checkBundle(await bytes())).rejects.toThrow(BundleUnreadable);
  });
});

interface Proof {
  proof: { anchor: { token: string } };
}
