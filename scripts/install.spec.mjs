import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { holdsAll, nodeComplaint } from './install.mjs';
import { inProject } from './project.mjs';

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0'])('takes %s', (version) => {
    expect(nodeComplaint(version)).toBeUndefined();
  });

  it.each(['18.20.4', '20.18.9', '21.7.3', '22.11.0'])('refuses %s in one line that names it', (version) => {
    expect(nodeComplaint(version)).toContain(`Her kører ${version}`);
    expect(nodeComplaint(version)).not.toContain('\n');
  });

  it('agrees with `engines` in package.json', () => {
    expect(JSON.parse(readFileSync(inProject('package.json'), 'utf8')).engines.node).toBe('>=20.19 <21 || >=22.12');
  });
});

describe('what is installed', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
      'node_modules/c-darwin': { version: '1.0.0', optional: true },
    },
  };
  const complete = { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/b': { version: '2.0.0' } } };

  it('is whole without the optional packages of other platforms', () => {
    expect(holdsAll(wanted, complete)).toBe(true);
  });

  it('is not whole when a package lacks', () => {
    expect(holdsAll(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(false);
  });

  it('is not whole when a package has another version than the lock file says', () => {
    const older = { packages: { ...complete.packages, 'node_modules/a': { version: '0.9.0' } } };
    expect(holdsAll(wanted, older)).toBe(false);
  });
});
