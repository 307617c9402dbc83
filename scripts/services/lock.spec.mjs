import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processIdentity, takeLock } from './lock.mjs';

let dir;
let file;
beforeEach(() => {
  dir = mkdtempSync(path.join(path.resolve(os.tmpdir()), 'genmaele-lock-'));
  file = path.join(dir, 'x.lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const deadHolder = () => JSON.stringify({ pid: process.pid, started: 'long before this process' });

describe('a lock file', () => {
  it('is held by one, and free again when released', async () => {
    const first = await takeLock(file);
    expect(await takeLock(file)).toBeUndefined();
    first.release();
    expect(existsSync(file)).toBe(false);
    expect(await takeLock(file)).toMatchObject({ takenOver: false });
  });

  it('is taken over from a process that died, even when its number is in use again', async () => {
    writeFileSync(file, deadHolder());
    expect(await takeLock(file)).toMatchObject({ takenOver: true });
  });

  it('is taken over when it says nothing sensible', async () => {
    writeFileSync(file, '');
    expect(await takeLock(file)).toMatchObject({ takenOver: true });
  });

  it('is not removed by one who lost it to another', async () => {
    const first = await takeLock(file);
    writeFileSync(file, JSON.stringify({ pid: process.ppid, started: processIdentity(process.ppid) }));
    first.release();
    expect(existsSync(file)).toBe(true);
  });

  it('is waited for as long as asked, and the waiting is told once', async () => {
    const first = await takeLock(file);
    let told = 0;
    setTimeout(() => first.release(), 300);
    expect(await takeLock(file, { waitMs: 5000, onWait: () => (told += 1) })).toMatchObject({ takenOver: false });
    expect(told).toBe(1);
  });

  it('is held by one of many processes that take it at once from a dead one', async () => {
    writeFileSync(file, deadHolder());
    const module = fileURLToPath(new URL('./lock.mjs', import.meta.url));
    const code = `const { takeLock } = await import(process.argv[1]); const lock = await takeLock(process.argv[2]);
      console.log(lock ? 'held' : 'refused'); setTimeout(() => {}, 10_000);`;
    const children = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module', '-e', code, module, file]));
    const outcomes = await Promise.all(children.map((child) => once(child.stdout, 'data').then(([said]) => String(said).trim())));
    await Promise.all(children.map((child) => child.kill() && once(child, 'exit')));
    expect(outcomes.filter((said) => said === 'held')).toHaveLength(1);
  }, 20_000);
});

describe('who a process is', () => {
  it('stays the same while it lives, and is unknown when it does not', () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(2 ** 22 + 1)).toBeUndefined();
  });
});
