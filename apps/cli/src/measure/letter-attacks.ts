import {
  byteFlips,
  checkPdf,
  embeddedRoots,
  KeyFileSigner,
  makeAttacks,
  makeDevelopmentAuthority,
  readCertificates,
  signPdf,
} from '@genmaele/documents';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figure, type MeasureContext } from './figure.js';
import { attackedLetter } from './attacked-letter.js';
import { expectedVerdicts } from './expected-verdicts.js';

const SAMPLES = join('..', 'shared', 'data', 'pdf', 'signed');
const FLIPS = { full: 500, sample: 60 };

/**
 * Tries the checker: every known attack on a letter of ours must be flagged, every turned bit in what is signed rejected, and the sample
 * files (where they are at hand) must get the verdicts of the table that was written by hand.
 */
export async function measureLetterAttacks(context: MeasureContext): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'letter-attacks-'));
  try {
    return [...(await attackFigures(folder, context)), await sampleFigure(context)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function attackFigures(folder: string, { full, progress }: MeasureContext): Promise<Figure[]> {
  const now = new Date('2026-11-20T09:00:00Z');
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now });
  const roots = await readCertificates(authority.rootFile);
  const signer = await KeyFileSigner.open(authority.seal);
  const appearance = { name: 'Prøve Prøvesen', function: 'formand', level: 'B-B', test: true } as const;
  const sign = (pdf: Buffer, fieldName: string, certify: boolean): Promise<Buffer> =>
    signPdf({ pdf, fieldName, signer, at: new Date(now.getTime() + 60_000), appearance, certify });
  const ground = { letter: attackedLetter(), first: 'udvalg', second: 'formand', sign };
  const verdict = (bytes: Buffer) => checkPdf(bytes, { roots }).verdict;
  const signed = await sign(ground.letter, 'udvalg', true);
  const sound = verdict(await sign(signed, 'formand', false)) === 'unchanged' ? 1 : 0;
  progress('Angrebene laves og prøves.');
  const attacks = await makeAttacks(ground);
  const flagged = attacks.filter(({ bytes }) => ['changed', 'undecided'].includes(verdict(bytes))).length;
  const flips = full ? FLIPS.full : FLIPS.sample;
  progress(`${flips} bit vendes.`);
  let rejected = 0;
  for (const flipped of byteFlips(signed, 'udvalg', flips)) if (!['unchanged', 'unsigned'].includes(verdict(flipped))) rejected += 1;
  return [
    figure('urørt brev med to underskrifter holder', sound, { least: 1 }),
    figure('angreb opdaget', flagged, { least: attacks.length }, `af ${attacks.length}`),
    figure('vendte bit afvist', rejected, { least: flips }, `af ${flips}`),
  ];
}

async function sampleFigure({ progress }: MeasureContext): Promise<Figure> {
  const what = 'fremmede filer med den ventede dom';
  if (!existsSync(SAMPLES)) return { what, figure: 'filerne er her ikke (../shared)', ok: true };
  progress('De fremmede filer prøves.');
  const files = (await readdir(SAMPLES)).filter((name) => name.endsWith('.pdf'));
  let right = 0;
  for (const name of files) {
    const bytes = await readFile(join(SAMPLES, name));
    if (checkPdf(bytes, { roots: embeddedRoots(bytes) }).verdict === expectedVerdicts[name]?.[0]) right += 1;
  }
  return figure(what, right, { least: Object.keys(expectedVerdicts).length }, `af ${files.length}`);
}
