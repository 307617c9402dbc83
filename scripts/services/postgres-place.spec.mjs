import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serverCanEnter } from './postgres-place.mjs';

let dir;
const nobody = { uid: 65534, gid: 65534 };
beforeEach(() => {
  dir = mkdtempSync(path.join(path.resolve(os.tmpdir()), 'genmaele-place-'));
  chmodSync(dir, 0o755);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const folder = (name, mode) => {
  const at = path.join(dir, name);
  mkdirSync(at, { recursive: true });
  chmodSync(at, mode);
  return at;
};

describe("where PostgreSQL's user may go", () => {
  it('may enter a folder that all may enter, though none may list it', () => {
    expect(serverCanEnter(folder('open', 0o711), nobody)).toBe(true);
  });

  it('may not enter below a folder that its owner alone may enter', () => {
    folder('closed', 0o755);
    const inner = folder('closed/inner', 0o755);
    folder('closed', 0o700);
    expect(serverCanEnter(inner, nobody)).toBe(false);
    expect(serverCanEnter(path.join(inner, 'not', 'made', 'yet'), nobody)).toBe(false);
  });

  it('sees through a link into a closed folder', () => {
    symlinkSync(folder('closed/inner', 0o755), path.join(dir, 'link'));
    folder('closed', 0o700);
    expect(serverCanEnter(path.join(dir, 'link'), nobody)).toBe(false);
  });

  it('may go wherever its launcher may when that is not root', () => {
    expect(serverCanEnter(folder('closed', 0o700), {})).toBe(true);
  });
});
