import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendAnchor, keptAnchors } from '@genmaele/audit';
import { readArchive, zipArchive } from '@genmaele/platform';
import { caseIn, openTestHouse, type TestHouse } from '@genmaele/testing';
import { verifyLog } from './audit.js';
import { exportCaseFile, exportPersonFile } from './export.js';

let house: TestHouse;
let folder: string;
let out: string;
beforeAll(async () => {
  house = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'genmaele-export-'));
  out = join(folder, 'sag.zip');
  const { number } = await caseIn(house, 'approved');
  await exportCaseFile(number, { out });
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await house.close();
});

describe('what is taken out at the command line', () => {
  it('is one bundle of the case that holds, and that only its owner may read', async () => {
    await expect(verifyLog({ bundle: out })).resolves.toBeUndefined();
    expect((await stat(out)).mode & 0o077).toBe(0);
  });

  it('is not believed once a file in it has changed, and the file is named', async () => {
    const files = [...(await readArchive(await readFile(out)))].map(([path, bytes]) => ({ path, bytes }));
    const forged = files.map(({ path, bytes }) => (path === 'trin.json' ? { path, bytes: Buffer.from('[]') } : { path, bytes }));
    await writeFile(join(folder, 'forged.zip'), zipArchive(forged));
    await expect(verifyLog({ bundle: join(folder, 'forged.zip') })).rejects.toMatchObject({ why: expect.stringContaining('trin.json') });
  });

  it('stands in the log whose ends were copied, and is not believed against another’s', async () => {
    const anchors = join(folder, 'ender.jsonl');
    for (const anchor of await keptAnchors(house.database)) await appendAnchor(anchors, anchor);
    await expect(verifyLog({ bundle: out, anchors })).resolves.toBeUndefined();
    const foreign = join(folder, 'fremmed.jsonl');
    await appendAnchor(foreign, { seq: 1, hash: 'a'.repeat(64), at: house.clock.now().toISOString() });
    await expect(verifyLog({ bundle: out, anchors: foreign })).rejects.toMatchObject({ why: expect.stringContaining('loggens ender') });
  });

  it('is all that is held on a person, by the e-mail they sign in with', async () => {
    const file = join(folder, 'person.zip');
    await exportPersonFile(house.people.chair.email.toUpperCase(), { out: file });
    expect([...(await readArchive(await readFile(file))).keys()]).toEqual(['oplysninger.html', 'oplysninger.json']);
  });

  it.each([
    ['case', () => exportCaseFile('findes-ikke', { out }), 'Der er ingen sag findes-ikke.'],
    ['person', () => exportPersonFile('ingen@example.dk', { out }), 'Ingen har en konto med ingen@example.dk.'],
    ['bundle', () => verifyLog({ bundle: join(folder, 'nowhere.zip') }), 'kan ikke læses.'],
  ])('says so plainly when there is no such %s', async (_what, run, words) => {
    await expect(run()).rejects.toThrow(words);
  });
});
