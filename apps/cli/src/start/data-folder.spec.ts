import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecret, layDataFolder, sessionSecret } from './data-folder.js';

const outer = mkdtempSync(join(tmpdir(), 'genmaele-data-'));
const folder = layDataFolder(join(outer, 'data'));
const itPosix = process.platform === 'win32' ? it.skip : it;

afterAll(() => rmSync(outer, { recursive: true, force: true }));

describe('the data folder', () => {
  it('draws a secret once and then keeps it', () => {
    let draws = 0;
    const draw = () => `secret-${(draws += 1)}`;
    expect(keptSecret(folder, 'some-secret', draw)).toEqual({ value: 'secret-1', isNew: true });
    expect(keptSecret(folder, 'some-secret', draw)).toEqual({ value: 'secret-1', isNew: false });
  });

  it('keeps a session secret as long as the settings demand', () => {
    expect(sessionSecret(folder).length).toBeGreaterThanOrEqual(32);
    expect(sessionSecret(folder)).toBe(sessionSecret(folder));
  });

  itPosix('lets nobody else read secrets, mail and logs, and the database enter', () => {
    keptSecret(folder, 'some-secret', () => 'x');
    expect(statSync(join(folder.dir, 'some-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(folder.mail).mode & 0o777).toBe(0o700);
    expect(statSync(folder.log).mode & 0o777).toBe(0o700);
    expect(statSync(folder.dir).mode & 0o777).toBe(0o711);
  });
});
