import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDevelopmentAuthority, readCertificates } from '@genmaele/documents';
import { CommandError } from '../command-error.js';
import { examine, findingLines } from './doctor.js';
import { untilTheFirstEnds } from './production-checks.js';

describe('the doctor', () => {
  it('looks at everything, also after something was wrong', async () => {
    const broken = () => {
      throw new CommandError('Det er i stykker.', 'Fordi.', 'Mend det.');
    };
    const findings = await examine([
      { danish: 'Node', look: () => '20.19.0' },
      { danish: 'Database', look: broken },
      { danish: 'Port', look: () => Promise.reject(new Error('E')) },
      { danish: 'Til sidst', look: async () => 'fint' },
    ]);
    expect(findings.map(({ ok }) => ok)).toEqual([true, false, false, true]);
    expect(findingLines(findings).slice(0, 2)).toEqual([
      'ok       Node       20.19.0',
      'mangler  Database   Det er i stykker. Fordi. Mend det.',
    ]);
  });
});

describe('the end of the certificates', () => {
  const day = 24 * 60 * 60 * 1000;

  it('is told of the one that ends first, and stops a start from a week before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'genmaele-doctor-'));
    try {
      const made = new Date('2026-11-22T12:00:00Z');
      await makeDevelopmentAuthority(folder, { now: made });
      const [seal, ...above] = await readCertificates(join(folder, 'seal.chain.pem'));
      const ends = new Date(new X509Certificate(seal!).validTo).getTime();
      expect(untilTheFirstEnds([...above, seal!], new Date(ends - 30 * day))).toContain('om 30 dage');
      expect(() => untilTheFirstEnds([seal!, ...above], new Date(ends - 6 * day))).toThrow(CommandError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
