import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPdf, inspectLetter, readCertificates } from '@genmaele/documents';
import { signedForms } from '../letter-samples/sign-samples.js';
import { builtApp } from '../project.js';
import { type Figure, figure, type MeasureContext } from './figure.js';
import { measureLetterAttacks } from './letter-attacks.js';
import { isLong, type Judge, type JudgedFile, letterJudges, type Trust } from './letter-judges.js';

/** A sample takes every so many-th file of those that are signed, which brings every form and most templates before every judge, and no long ones. */
const sampleEvery = 5;

/**
 * The proof that the letter is what it says: every template with every sample, unsigned and in every signed form (the papers of meetings are never
 * signed), before judges that are not ours, then before our own checker, and the known attacks. The sample takes every unsigned letter and a fifth of the signed ones.
 */
export async function proveLetter(context: MeasureContext): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'genmaele-proof-'));
  try {
    context.progress('  brevene tegnes og underskrives');
    await promisify(execFile)(process.execPath, [builtApp('cli'), 'letters', '--out', folder], { maxBuffer: 16 << 20 });
    const all = filesIn(folder);
    const chosen = context.full ? all : sampleOf(all);
    const trust: Trust = { root: join(folder, 'root.pem'), issuer: join(folder, 'sub.pem') };
    const letters = all.filter(({ signatures }) => signatures === 0).length;
    const figures = [
      figure('breve og mødepapirer (skabeloner × eksempler)', letters, { least: 24 }),
      figure('filer for dommerne', chosen.length, {}, `af ${all.length}`),
    ];
    for (const judge of letterJudges) figures.push(await verdictOf(judge, chosen, trust, folder, context));
    return [...figures, ...(await ownVerdict(all, trust)), ...(await measureLetterAttacks(context))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The letters that were written, in order of name; a signed form is `NAME.FORM.pdf`. */
function filesIn(folder: string): JudgedFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.pdf'))
    .sort();
  return names.map((name) => {
    const [letter, form] = name.split('.') as [string, string];
    const signed = Object.hasOwn(signedForms, form) ? signedForms[form as keyof typeof signedForms] : undefined;
    return {
      path: join(folder, name),
      bytes: statSync(join(folder, name)).size,
      expected: join(folder, `${letter}.expected.json`),
      signatures: signed?.signatories ?? 0,
      covered: signed?.level !== 'B-LT',
      longTerm: signed?.level.startsWith('B-LT') ?? false,
    };
  });
}

/** Of all the files those that are judged when not everything is. */
export function sampleOf(files: readonly JudgedFile[]): JudgedFile[] {
  return files.filter((file, i) => file.signatures === 0 || (i % sampleEvery === 0 && !isLong(file)));
}

/** What a judge says of the files that concern it; of one that is not on the machine, that. */
export async function verdictOf(
  judge: Judge,
  all: readonly JudgedFile[],
  trust: Trust,
  folder: string,
  { full, progress }: MeasureContext,
): Promise<Figure> {
  const files = all.filter((file) => judge.takes(file, full));
  if (!judge.here()) return { what: judge.name, figure: 'dommeren er ikke her', ok: true };
  progress(`  ${judge.name}`);
  const passed = await judge.pass(files, trust, folder);
  for (const { path } of files) if (!passed.includes(path)) progress(`    ikke bestået: ${path.slice(folder.length + 1)}`);
  return figure(judge.name, passed.length, { least: files.length }, `af ${files.length}`);
}

/** What our own checker says of every file; it needs no one else. */
async function ownVerdict(files: readonly JudgedFile[], { root }: Trust): Promise<Figure[]> {
  const roots = existsSync(root) ? await readCertificates(root) : [];
  const fit = files.filter(
    ({ path, expected }) => inspectLetter(readFileSync(path), JSON.parse(readFileSync(expected, 'utf8')) as string[]).length === 0,
  );
  const signed = files.filter(({ signatures }) => signatures > 0);
  const sound = signed.filter(({ path }) => checkPdf(readFileSync(path), { roots }).verdict === 'unchanged');
  return [
    figure('egen kontrol: uden fejl', fit.length, { least: files.length }, `af ${files.length}`),
    figure('egen kontrol: uændret og underskrevet', sound.length, { least: signed.length }, `af ${signed.length}`),
  ];
}
