import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { inProject } from '../project.js';

/** What the tests of one file came to; `name` is its whole path. */
export interface TestResult {
  readonly name: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** What the tests tell of themselves beside whether they hold (`tellProof` of the tests): a count that is their row's, or a row of its own. */
export type ToldFigure =
  | { readonly file: string; readonly held: number; readonly asked: number; readonly unit: string }
  | { readonly file: string; readonly what: string; readonly figure: string };

/** What the tests told in the file they were given; nothing when they told nothing. */
export async function toldFigures(report: string): Promise<ToldFigure[]> {
  const text = await readFile(toldIn(report), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ToldFigure);
}

const toldIn = (report: string) => `${report}.told`;

/** Runs the tests of the files, the long version when `full`, else the proof's sample; `report` is a file to write to. Errors: a CommandError when they cannot be run. */
export async function runTests(
  project: 'unit' | 'integration',
  files: readonly string[],
  report: string,
  full: boolean,
): Promise<readonly TestResult[]> {
  const run = [inProject('scripts', 'test.mjs'), ...files, '--json', `--outputFile=${report}`, '--silent', '--selectProjects', project];
  const env = { ...inheritedEnvironment(), PROOF_FIGURES: toldIn(report), [full ? 'PROOF_FULL' : 'PROOF_SAMPLE']: '1' };
  const tests = spawn(process.execPath, run, { cwd: inProject('.'), stdio: 'ignore', env });
  await new Promise<void>((resolve, reject) => tests.once('exit', () => resolve()).once('error', reject));
  const text = await readFile(report, 'utf8').catch(() => {
    throw new CommandError(
      `Prøverne i ${files.join(', ')} kunne ikke køres.`,
      'De skrev intet resultat.',
      'Kør dem med npm test, og se hvorfor.',
    );
  });
  return (JSON.parse(text) as { testResults: TestResult[] }).testResults;
}
