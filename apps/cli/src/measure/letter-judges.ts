import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '@genmaele/platform';
import { inProject } from '../project.js';
import { answers } from './letter-peers.js';

/** A letter to be judged, and what is known of it. */
export interface JudgedFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its unsigned form: the JSON list of texts that it must speak. */
  readonly expected: string;
  /** How many signatures it must have, time stamps over the whole not counted. */
  readonly signatures: number;
  /** The last signature or time stamp covers the whole file: not so at B-LT, whose validation data come after. */
  readonly covered: boolean;
  /** It must carry all that is needed to judge it offline (B-LT, B-LTA). */
  readonly longTerm: boolean;
}

/** A letter of very many pages: poppler reads its text for a minute. */
export const isLong = ({ bytes }: JudgedFile): boolean => bytes > 140_000;

/** The certificates that letters are judged by, in PEM. */
export interface Trust {
  readonly root: string;
  readonly issuer: string;
}

/** A program that is not ours and says whether letters are right. */
export interface Judge {
  readonly name: string;
  /** Whether the program is on this machine. */
  readonly here: () => boolean;
  /** Those that it has to say something about. */
  readonly takes: (file: JudgedFile, full: boolean) => boolean;
  /** The paths that passed. */
  readonly pass: (files: readonly JudgedFile[], trust: Trust, folder: string) => Promise<string[]>;
}

const judges = inProject('..', 'shared', 'judges');
const script = (name: string): string => join(judges, name);
const hasScript = (name: string): boolean => existsSync(script(name));
const prepared = (name: string): boolean => existsSync(join(inheritedEnvironment()['JUDGES_HOME'] ?? join(judges, '.cache'), name));

/** Whether a program is there, whatever it says when it is asked nothing. */
const isThere = (name: string): boolean => spawnSync(name, [], { stdio: 'ignore' }).error === undefined;

/** What a program said, and whether it ended well. */
function run(command: string, args: readonly string[]): Promise<{ well: boolean; said: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { maxBuffer: 64 << 20, encoding: 'latin1' }, (error, stdout, stderr) => {
      resolve({ well: error === null, said: `${stdout}${stderr}` });
    });
  });
}

/** Asks about each file, two at a time, and gives those of which it was said that they are right. */
async function each(files: readonly JudgedFile[], isRight: (file: JudgedFile) => Promise<boolean>): Promise<string[]> {
  const passed: string[] = [];
  const left = [...files];
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file; file = left.shift()) if (await isRight(file)) passed.push(file.path);
  };
  await Promise.all([work(), work()]);
  return passed;
}

const signed = ({ signatures }: JudgedFile): boolean => signatures > 0;

/** veraPDF takes seconds to start and tenths of a second for a letter: it is given many at once. */
const atOnce = 80;

async function byVeraPdf(files: readonly JudgedFile[]): Promise<string[]> {
  const passed: string[] = [];
  for (let from = 0; from < files.length; from += atOnce) {
    const batch = files.slice(from, from + atOnce).map(({ path }) => path);
    const { said } = await run(script('verapdf.sh'), ['3a,ua1', ...batch]);
    passed.push(...batch.filter((path) => ['3a', 'ua1'].every((profile) => said.includes(`${path} ${profile} PASS `))));
  }
  return passed;
}

/**
 * poppler by NSS: each signature, and that the last covers the file. The responder that the certificates name is gone by then, and NSS trusts
 * nobody whose responder is silent; the chain is judged by OpenSSL, so here the signature alone is.
 */
async function byPdfsig(files: readonly JudgedFile[], { root }: Trust, folder: string): Promise<string[]> {
  const store = join(folder, 'nss');
  await mkdir(store, { recursive: true });
  await run('certutil', ['-N', '-d', `sql:${store}`, '--empty-password']);
  await run('certutil', ['-A', '-d', `sql:${store}`, '-n', 'root', '-t', 'C,C,C', '-i', root]);
  return each(files, async ({ path, signatures, covered }) => {
    const { said } = await run('pdfsig', ['-nssdir', store, path]);
    const verdicts = [...said.matchAll(/Signature Validation: (.*)/g)].map(([, verdict]) => verdict);
    const valid = verdicts.filter((verdict) => verdict === 'Signature is Valid.').length;
    // It knows no time stamp over the whole, and says of it that it has not been looked at.
    const unknown = verdicts.filter((verdict) => verdict === 'Signature has not yet been verified.').length;
    const whole = !covered || said.includes('Total document signed');
    return valid === signatures && valid + unknown === verdicts.length && whole && (await flipSeen(path, store, folder));
  });
}

/** A judge that cannot fail is no judge: with one bit of the signed bytes turned it must say no. */
async function flipSeen(path: string, store: string, folder: string): Promise<boolean> {
  const bytes = await readFile(path);
  bytes[bytes.indexOf('stream') + 40]! ^= 1;
  const flipped = join(folder, `flipped-${process.hrtime.bigint()}.pdf`);
  await writeFile(flipped, bytes);
  const { said } = await run('pdfsig', ['-nssdir', store, flipped]);
  await rm(flipped);
  return !said.includes('Signature is Valid.');
}

/** Every judge, in the order in which they are asked. */
export const letterJudges: readonly Judge[] = [
  {
    name: 'veraPDF: PDF/A-3a og PDF/UA-1',
    here: () => hasScript('verapdf.sh') && prepared('VeraCheck.class') && answers(['java', '-version']),
    takes: () => true,
    pass: byVeraPdf,
  },
  {
    name: 'poppler: alle tekster høres',
    here: () => hasScript('check-text.py') && isThere('pdfinfo'),
    takes: (file, full) => full || !isLong(file),
    pass: (files) => each(files, async ({ path, expected }) => (await run(script('check-text.py'), [path, expected])).well),
  },
  {
    name: 'qpdf: filen er hel',
    here: () => answers(['qpdf', '--version']),
    takes: () => true,
    pass: (files) => each(files, async ({ path }) => (await run('qpdf', ['--check', path])).well),
  },
  {
    name: 'pdfsig: underskrifterne er gyldige, en vendt bit ses',
    here: () => isThere('pdfsig') && isThere('certutil'),
    takes: signed,
    pass: byPdfsig,
  },
  {
    name: 'OpenSSL: PAdES og tidsstempler',
    here: () => hasScript('check-pades.py') && answers(['openssl', 'version']),
    takes: signed,
    pass: (files, { root, issuer }) => each(files, async ({ path }) => (await run(script('check-pades.py'), [path, root, issuer])).well),
  },
  {
    name: 'OpenSSL: kan efterprøves uden net',
    here: () => hasScript('check-dss.sh') && answers(['openssl', 'version']) && answers(['qpdf', '--version']),
    takes: ({ longTerm }) => longTerm,
    pass: (files, { root }) => each(files, async ({ path }) => (await run(script('check-dss.sh'), [path, root])).well),
  },
  {
    name: 'PDFBox og BouncyCastle: underskrifterne er gyldige',
    here: () => hasScript('pdfbox-signatures.sh') && prepared('PbSig.class') && answers(['java', '-version']),
    takes: signed,
    pass: (files) => each(files, async ({ path }) => (await run(script('pdfbox-signatures.sh'), [path])).well),
  },
];
