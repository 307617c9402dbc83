import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signableLetter } from '@genmaele/testing';
import { KeyFileSigner, makeDevelopmentAuthority, readCertificates, signPdf } from '../../pades/index.js';
import { checkPdf } from '../check-pdf.js';
import type { Attack, AttackGround } from './attack.js';
import { byteFlips, makeAttacks } from './make-attacks.js';

const at = new Date('2026-11-22T14:20:30Z');
const appearance = { name: 'Prøve Prøvesen', function: 'formand', level: 'B-B', test: true } as const;

let folder: string;
let roots: Uint8Array[];
let ground: AttackGround;
let attacks: Attack[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attacks-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: new Date('2026-11-20T09:00:00Z') });
  roots = await readCertificates(authority.rootFile);
  const signer = await KeyFileSigner.open(authority.seal);
  const letter = await signableLetter(['udvalg', 'formand']);
  const sign = (pdf: Buffer, fieldName: string, certify: boolean) => signPdf({ pdf, fieldName, signer, at, appearance, certify });
  ground = { letter, first: 'udvalg', second: 'formand', sign };
  attacks = await makeAttacks(ground);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const verdict = (bytes: Buffer) => checkPdf(bytes, { roots }).verdict;

it('finds a letter that two have signed and nobody has touched unchanged', async () => {
  const once = await ground.sign(ground.letter, 'udvalg', true);
  const twice = await ground.sign(once, 'formand', false);
  expect([verdict(ground.letter), verdict(once), verdict(twice)]).toEqual(['unsigned', 'unchanged', 'unchanged']);
});

it.each([
  ['forgery', 16],
  ['saving', 12],
  ['wrapping', 6],
  ['shadow', 9],
  ['annotation', 6],
  ['signature', 6],
] as const)('takes no attack of the family %s for a signed letter (at least %i of them)', (family, least) => {
  const own = attacks.filter((attack) => attack.family === family);
  expect(own.length).toBeGreaterThanOrEqual(least);
  const passed = own.filter(({ bytes }) => !['changed', 'undecided'].includes(verdict(bytes))).map(({ name }) => name);
  expect(passed).toEqual([]);
});

it('says that the letter was changed where the signature itself still holds', () => {
  const names = attacks.filter(({ family }) => family === 'annotation' || family === 'shadow');
  expect(names.filter(({ bytes }) => verdict(bytes) !== 'changed').map(({ name }) => name)).toEqual([]);
});

it('finds nothing wrong with a prepared file until the trap is sprung', () => {
  const prepared = attacks.flatMap(({ name, before }) => (before ? [`${name}: ${verdict(before)}`] : []));
  expect(prepared.length).toBeGreaterThanOrEqual(9);
  expect(prepared.filter((line) => !line.endsWith(': unchanged'))).toEqual([]);
});

it('rejects every one of 60 bits turned in what is signed', async () => {
  const signed = await ground.sign(ground.letter, 'udvalg', false);
  const passed = [...byteFlips(signed, 'udvalg', 60)].filter(
    (flipped) => verdict(flipped) === 'unchanged' || verdict(flipped) === 'unsigned',
  );
  expect(passed.length).toBe(0);
});
