import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NOT_TRIED, verdictOf } from './audit-dependencies.mjs';
import { isAllowed, licencePage, licencesOf, statedLicence } from './licences.mjs';
import { inProject } from './project.mjs';

const allowed = { licences: { MIT: '', 'Apache-2.0': '' }, packages: { 'old@1.0.0': { licence: 'MIT', reason: '' } } };

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND Apache-2.0', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0 OR AGPL-3.0', false],
    ['(GPL-3.0 OR MIT) AND Apache-2.0', true],
    ['MIT AND (GPL-3.0 OR AGPL-3.0)', false],
    ['MIT GPL-3.0', false],
    ['(MIT', false],
    ['toString', false],
    ['', false],
    [undefined, false],
  ])('%s is met by what is allowed: %s', (expression, met) => {
    expect(isAllowed(expression, allowed)).toBe(met);
  });

  it('is read in the older forms too', () => {
    expect([{ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] }, { license: { type: 'ISC' } }, {}, undefined].map(statedLicence)).toEqual([
      'MIT OR GPL-2.0',
      'ISC',
      undefined,
      undefined,
    ]);
  });

  it('is what the lock says, what was written down, what the dependant has, or what the package says', () => {
    const lock = {
      packages: {
        '': { license: 'MPL-2.0' },
        'node_modules/a': { version: '1.0.0', license: 'MIT', optionalDependencies: { '@a/x64': '1.0.0' } },
        'node_modules/@a/x64': { version: '1.0.0', optional: true },
        'node_modules/old': { version: '1.0.0', dev: true },
        'node_modules/b/node_modules/c': { version: '2.0.0', dev: true },
        'node_modules/b/node_modules/a': { version: '1.0.0', license: 'MIT', dev: true },
      },
    };
    expect(licencesOf(lock, allowed, () => ({ license: 'ISC' }))).toEqual([
      { id: '@a/x64@1.0.0', licence: 'MIT', shipped: true },
      { id: 'a@1.0.0', licence: 'MIT', shipped: true },
      { id: 'c@2.0.0', licence: 'ISC', shipped: false },
      { id: 'old@1.0.0', licence: 'MIT', shipped: false },
    ]);
  });

  it('has a reason for being allowed', () => {
    const { licences, packages } = JSON.parse(readFileSync(inProject('scripts', 'allowed-licences.json'), 'utf8'));
    const reasons = [...Object.values(licences), ...Object.values(packages).map(({ reason }) => reason)];
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });

  it('stands in the list under what runs or under what only builds', () => {
    const page = licencePage([
      { id: 'a@1', licence: 'MIT', shipped: true },
      { id: 'b@1', licence: 'ISC', shipped: false },
    ]);
    expect(page.indexOf('| a@1 | MIT |')).toBeLessThan(page.indexOf('## What only builds'));
    expect(page.indexOf('| b@1 | ISC |')).toBeGreaterThan(page.indexOf('## What only builds'));
  });
});

describe('the question of what is vulnerable', () => {
  const report = (high, critical) =>
    JSON.stringify({
      metadata: { vulnerabilities: { high, critical, total: 7 } },
      vulnerabilities: { a: { name: 'a', severity: 'high' } },
    });

  it.each([
    ['none is high or critical', report(0, 0), 0],
    ['one is high', report(1, 0), 1],
    ['one is critical', report(0, 1), 1],
    ['the registry refuses to answer', '{"message": "405 Method Not Allowed"}', NOT_TRIED],
    ['nothing comes back', '', NOT_TRIED],
    ['what comes back is no report', 'null', NOT_TRIED],
  ])('when %s, is answered so', (_what, output, code) => {
    expect(verdictOf(output).code).toBe(code);
  });
});
