import { checkPdf, embeddedRoots } from '@genmaele/documents';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectedVerdicts } from './expected-verdicts.js';
import { measureLetterAttacks } from './letter-attacks.js';

const samples = join(process.cwd(), '..', 'shared', 'data', 'pdf', 'signed');
const each_ = existsSync(samples) ? it.each : it.skip.each;
const it_ = existsSync(samples) ? it : it.skip;

describe('the sample files (needs ../shared/data/pdf/signed)', () => {
  it_('are all in the table', () => {
    const files = readdirSync(samples).filter((name) => name.endsWith('.pdf'));
    expect(Object.keys(expectedVerdicts).sort()).toEqual(files.sort());
  });

  each_(Object.entries(expectedVerdicts).map(([name, [verdict, why]]) => [name, verdict, why] as const))(
    '%s is %s: %s',
    (name, verdict) => {
      const bytes = readFileSync(join(samples, name));
      const given = checkPdf(bytes, { roots: embeddedRoots(bytes) });
      expect([given.verdict, given.reasons.length > 0]).toEqual([verdict, true]);
    },
  );

  it_('are never taken for signed without a root', () => {
    const trusted = Object.keys(expectedVerdicts).filter((name) => checkPdf(readFileSync(join(samples, name))).verdict === 'unchanged');
    expect(trusted).toEqual([]);
  });
});

it('flags every attack, rejects every turned bit and knows every sample file', async () => {
  const figures = await measureLetterAttacks({ full: false, rounds: undefined, store: undefined, progress: () => undefined });
  expect(figures.filter(({ ok }) => !ok)).toEqual([]);
  expect(figures).toHaveLength(4);
}, 120_000);
