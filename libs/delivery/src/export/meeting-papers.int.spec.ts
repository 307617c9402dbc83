import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAnchors } from '@genmaele/audit';
import { type CaseView } from '@genmaele/cases';
import { replyToMinutes } from '@genmaele/committees';
import { sha256 } from '@genmaele/contracts';
import { readArchive, zipArchive } from '@genmaele/platform';
import { act, caseIn, MeetingGround, openTestHouse, type TestHouse } from '@genmaele/testing';
import { checkBundle, exportCase } from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
let folder: string;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
  folder = await mkdtemp(join(tmpdir(), 'genmaele-papers-'));
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await house.close();
});

const secret = 'Kanariefugl Fortroligsen og et bud på selskabets grunde';
const file = () => join(folder, 'ender.jsonl');

interface Paper {
  kind: string;
  pdf_sha256: string;
  source_sha256: string;
  items: { title: string; decisions?: { outcome: string }[] }[];
  file: string | null;
}
type Files = ReadonlyMap<string, Buffer>;

const take = async (caseId: string, scope: 'whole' | 'log' = 'whole'): Promise<Buffer> =>
  (await exportCase(house.database, { caseId, scope, now: house.clock.now() }, { authority: undefined, file: file() })).bytes;
const papersIn = (files: Files): Paper[] => JSON.parse(files.get('moedepapirer.json')!.toString()) as Paper[];
const itemOf = ({ id, currentVersion }: CaseView, more: object = {}) => ({
  title: 'Svaret på høringen',
  caseId: id,
  versionSha256: currentVersion!.sha256,
  ...more,
});

/** A meeting about the case and what else is given, with all its papers drawn; the minutes are locked unless `unlocked`. */
async function meetingAbout(seen: CaseView, others: readonly object[] = [], unlocked = false): Promise<void> {
  house.clock.move(1000);
  const { meetingId, items } = await ground.hold([itemOf(seen, { open: false }), ...others]);
  for (const item of items) await ground.decide(item, { outcome: 'approved' });
  await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
  for (const { actor } of unlocked ? [] : ground.members)
    await house.tx((tx) => replyToMinutes(tx, meetingId, { kind: 'confirmed' }, ground.by(actor)));
  if (!unlocked) await ground.act(meetingId, 'confirm-minutes');
  await ground.run(meetingId, 'agenda.render');
}

const decisionOn = async (itemId: string): Promise<string> =>
  (await house.rows<{ id: string }>('SELECT id FROM committee_decision WHERE item_id = $1', [itemId]))[0]!.id;

/** What a reader of the drawn papers in a bundle hears. */
async function heardIn(files: Files): Promise<string> {
  const drawn = [...files].filter(([path]) => path.startsWith('filer/moeder/')).map(([, bytes]) => sha256(bytes));
  const rows = await house.rows<{ bytes: Buffer }>(
    'SELECT f.bytes FROM meeting_paper p JOIN stored_file f ON f.sha256 = p.heard_sha256 WHERE p.pdf_sha256 = ANY($1)',
    [drawn],
  );
  return rows.map(({ bytes }) => bytes.toString('utf8')).join('\n');
}

const changed = async (bundle: Buffer, change: (files: Map<string, Buffer>) => void): Promise<Buffer> => {
  const files = await readArchive(bundle);
  change(files);
  return zipArchive([...files].map(([path, bytes]) => ({ path, bytes })));
};

/** What a forger does who also makes the manifest fit. */
function refit(files: Map<string, Buffer>): void {
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as { files: { path: string }[] };
  const kept = manifest.files.map(({ path }) => ({ path, sha256: sha256(files.get(path)!), bytes: files.get(path)!.length }));
  files.set('manifest.json', Buffer.from(JSON.stringify({ ...manifest, files: kept })));
}

describe('the papers of meetings in the bundle of a case', () => {
  it('are both agendas and the locked minutes, each sealed in the log, where all the rest of them is open', async () => {
    const seen = await caseIn(house, 'in-committee');
    await meetingAbout(seen, [{ title: 'Orientering fra formanden', open: true }]);
    const bundle = await take(seen.id);
    const files = await readArchive(bundle);
    const papers = papersIn(files);
    expect(papers.map(({ kind }) => kind).sort()).toEqual(['agenda', 'agenda-held', 'minutes']);
    for (const paper of papers) {
      expect(sha256(files.get(paper.file ?? '')!)).toBe(paper.pdf_sha256);
      expect(paper.items.map(({ title }) => title)).toEqual(['Svaret på høringen']);
    }
    expect(papers.find(({ kind }) => kind === 'minutes')?.items[0]?.decisions).toMatchObject([{ outcome: 'approved' }]);
    const seals = JSON.parse(files.get('moedelog.json')!.toString()) as { facts: { pdfSha256: string } }[];
    expect(seals.map(({ facts }) => facts.pdfSha256).sort()).toEqual(papers.map(({ pdf_sha256: pdf }) => pdf).sort());
    expect(await checkBundle(bundle)).toMatchObject({ problems: [], unsealed: 0 });
  });

  it('hold in no byte what stood under a closed item of another case', async () => {
    const [seen, other] = [await caseIn(house, 'in-committee'), await caseIn(house, 'in-committee')];
    await meetingAbout(seen, [itemOf(other, { title: secret, recommendation: secret, open: false })]);
    const bundle = await take(seen.id);
    const files = await readArchive(bundle);
    expect(papersIn(files).map(({ file: path, items }) => [path, items.length])).toEqual([[null, 1], [null, 1], [null, 1]]); // prettier-ignore
    for (const bytes of files.values()) for (const words of [secret, other.id, other.number]) expect(bytes.includes(words)).toBe(false);
    expect(await heardIn(files)).not.toContain(secret);
    expect((await checkBundle(bundle)).problems).toEqual([]);
    // The other's own bundle has its own item, and nothing of this one.
    const theirs = Buffer.concat([...(await readArchive(await take(other.id))).values()]);
    expect([theirs.includes(secret), theirs.includes(seen.id)]).toEqual([true, false]);
  });

  it('are not whole either when an open item is of a closed case, or the minutes are not locked', async () => {
    const [seen, closed, third] = [
      await caseIn(house, 'in-committee'),
      await caseIn(house, 'in-committee'),
      await caseIn(house, 'in-committee'),
    ];
    await meetingAbout(seen, [itemOf(closed, { title: secret, open: true })]);
    expect(papersIn(await readArchive(await take(seen.id))).every(({ file: path }) => path !== null)).toBe(true);
    await house.owner.query('UPDATE response_case SET confidential = true WHERE id = $1', [closed.id]);
    expect(papersIn(await readArchive(await take(seen.id))).map(({ file: path }) => path)).toEqual([null, null, null]);
    await meetingAbout(third, [], true);
    const unlocked = papersIn(await readArchive(await take(third.id)));
    expect(unlocked.filter(({ file: path }) => path === null).map(({ kind }) => kind)).toEqual(['minutes']);
  });

  it('are of corrected minutes the last set alone as a whole, and the case’s own item out of each', async () => {
    const seen = await caseIn(house, 'in-committee');
    const { meetingId, items } = await ground.hold([itemOf(seen)]);
    await ground.decide(items[0]!);
    await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    await ground.run(meetingId, 'agenda.render');
    await ground.decide(items[0]!, { outcome: 'rejected', corrects: await decisionOn(items[0]!), reason: 'Skrevet forkert af.' });
    await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    await ground.run(meetingId, 'agenda.render');
    for (const { actor } of ground.members) await house.tx((tx) => replyToMinutes(tx, meetingId, { kind: 'confirmed' }, ground.by(actor)));
    await ground.act(meetingId, 'confirm-minutes');
    const bundle = await take(seen.id);
    const minutes = papersIn(await readArchive(bundle)).filter(({ kind }) => kind === 'minutes');
    const whole = (paper: Paper) => [paper.items[0]?.decisions?.length, paper.file !== null];
    expect(minutes.map(whole).sort()).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await checkBundle(bundle)).toMatchObject({ problems: [], unsealed: 0 });
  });

  it('are only their hashes for whoever reads the log alone', async () => {
    const seen = await caseIn(house, 'in-committee');
    await meetingAbout(seen);
    const bundle = await take(seen.id, 'log');
    const files = await readArchive(bundle);
    expect([...files.keys()].filter((path) => path.startsWith('filer/'))).toEqual([]);
    expect(files.get('moedepapirer.json')!.toString()).not.toContain('Svaret på høringen');
    expect(await checkBundle(bundle)).toMatchObject({ problems: [], unsealed: 0 });
  });

  it('are named when a byte of one is another, and shown by the log when rows and manifest were made to fit', async () => {
    const seen = await caseIn(house, 'in-committee');
    await meetingAbout(seen);
    const bundle = await take(seen.id);
    const minutes = papersIn(await readArchive(bundle)).find(({ kind }) => kind === 'minutes')!;
    const flip = (files: Map<string, Buffer>) => {
      const bytes = Buffer.from(files.get(minutes.file!)!);
      bytes[1000]! ^= 1;
      files.set(minutes.file!, bytes);
      return sha256(bytes);
    };
    expect((await checkBundle(await changed(bundle, flip))).problems).toEqual([`Filen ${minutes.file} er ændret.`]);
    const forged = await changed(bundle, (files) => {
      const hash = flip(files);
      const rows = papersIn(files).map((row) => (row.kind === 'minutes' ? { ...row, pdf_sha256: hash } : row));
      files.set('moedepapirer.json', Buffer.from(JSON.stringify(rows)));
      refit(files);
    });
    expect((await checkBundle(forged)).problems).toContain(`${minutes.file} er ikke det, der blev tegnet.`);
  });

  it('that were drawn before the log said so are counted, and one that the log never sealed is not taken for sealed', async () => {
    const seen = await caseIn(house, 'in-committee');
    await meetingAbout(seen);
    const forged = await changed(await take(seen.id), (files) => {
      files.set('moedelog.json', Buffer.from('[]'));
      refit(files);
    });
    const { unsealed, problems } = await checkBundle(forged);
    expect([unsealed, problems]).toEqual([3, ['Filen manifest.json er ændret: loggen nævner en anden.']]);
  });
});

describe('the end of the log in a bundle', () => {
  it('is found in the file of anchors it was copied to', async () => {
    const { id } = await caseIn(house, 'drafting');
    const bundle = await take(id);
    expect((await checkBundle(bundle, await readAnchors(file()))).problems).toEqual([]);
  });

  it('is not believed when the file has another line there, an older one that does not fit, or not that end', async () => {
    const { id } = await caseIn(house, 'drafting');
    await take(id);
    await act(house, id, 'decline', house.people.head, { comment: 'Uden betydning for kommunerne.' });
    const bundle = await take(id);
    const anchors = await readAnchors(file());
    const [older, last] = anchors.slice(-2) as [(typeof anchors)[0], (typeof anchors)[0]];
    const problemsWith = async (kept: typeof anchors) => (await checkBundle(bundle, kept)).problems;
    const other = { hash: 'a'.repeat(64) };
    expect(await problemsWith([older, { ...last, ...other }])).toEqual([expect.stringMatching(`^Linje ${last.seq} i loggen er en anden`)]);
    expect(await problemsWith([{ ...older, ...other }, last])).toEqual([expect.stringMatching(`^Linje ${older.seq} i loggen er en anden`)]);
    expect(await problemsWith([older])).toEqual([expect.stringMatching(`^Linje ${last.seq} i loggen står ikke i filen`)]);
    await writeFile(file(), '');
    expect(await problemsWith(await readAnchors(file()))).toHaveLength(1);
  });
});
