import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests, type TestResult, toldFigures, type ToldFigure } from './access-tests.js';
import { figure, type Figure, type MeasureContext } from './figure.js';

/** What must hold of what is closed, with the file of tests that tries it. */
const promises: readonly (readonly [what: string, file: string])[] = [
  ['hver rute for hver rolle, som rettighedssiden siger; ingen rute uden angivet adgang', 'test/e2e/permissions.spec.ts'],
  ['fremmede id svarer som dem, der ikke findes', 'test/e2e/foreign-ids.spec.ts'],
  ['tilfældige forespørgsler til hver operation: ingen 5xx, og svar som beskrevet', 'test/e2e/fuzz.spec.ts'],
  ['udkastets ord findes ikke i log, kø, arbejde, fejl, mails, feeds, andres lister eller PDF-metadata', 'test/e2e/canary.spec.ts'],
  ['If-Match-kapløb uden tabt ændring', 'test/e2e/races.spec.ts'],
  ['tilfældig manipulation af loggen findes, og den første dårlige linje nævnes', 'libs/audit/src/audit-anchors.int.spec.ts'],
];

/** What is closed stays closed, and what is changed is seen: a line each, of how many of its tests hold. */
export async function proveClosed({ full, progress }: MeasureContext): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'access-closed-'));
  try {
    const files = promises.map(([, file]) => file);
    progress(`${files.join(', ')} køres.`);
    const report = join(folder, 'closed.json');
    const results = await runTests('integration', files, report, full);
    const told = await toldFigures(report);
    return promises.flatMap(([what, file]) => rowsOf(what, file, results, told));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A promise's row, with the count its tests tell of where they do, and what else they tell. */
function rowsOf(what: string, file: string, results: readonly TestResult[], told: readonly ToldFigure[]): Figure[] {
  const tests = results.filter(({ name }) => name.endsWith(file)).flatMap(({ assertionResults }) => assertionResults);
  const held = tests.filter(({ status }) => status === 'passed').length;
  // A file whose tests could not begin has none, and that is short too.
  const row = figure(what, held, { least: Math.max(1, tests.length) }, 'prøver');
  const own = told.filter((each) => each.file === file);
  const counted = own.find((each) => 'held' in each);
  const more = own.flatMap((each) => ('what' in each ? [{ what: each.what, figure: each.figure, ok: true }] : []));
  if (!counted) return [row, ...more];
  const count = figure(what, counted.held, { least: Math.max(1, counted.asked) }, counted.unit);
  return [{ ...count, ok: count.ok && row.ok }, ...more];
}
