/**
 * A lock file that names the process holding it, so that a lock left by `kill -9` is known to be stale.
 * Uses node alone: it also guards the installation of node_modules.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * When the process `pid` was started, as an opaque string: a process id is used again, its start time is not.
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs
 */
export function processIdentity(pid) {
  if (process.platform === 'linux') return linuxIdentity(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return undefined;
  }
  if (process.platform === 'win32') return 'running';
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

function linuxIdentity(pid) {
  let stat;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // proc(5): the fields after the command's closing bracket start with number 3 (state); number 22 is the start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

/**
 * Takes the lock `file`, waiting up to `waitMs` for a living holder.
 * @param {string} file
 * @param {{ waitMs?: number, onWait?: () => void }} [options] `onWait` is called once, when there is something to wait for
 * @returns {Promise<{ takenOver: boolean, release: () => void } | undefined>} undefined when a living process still holds it;
 *   `takenOver` when the last holder died without releasing it
 */
export async function takeLock(file, { waitMs = 0, onWait } = {}) {
  const mine = JSON.stringify({ pid: process.pid, started: processIdentity(process.pid) });
  const deadline = Date.now() + waitMs;
  let takenOver = false;
  let told = false;
  for (;;) {
    if (createWhole(file, mine)) return { takenOver, release: () => removeIf(file, mine) };
    const held = read(file);
    if (held === undefined) continue;
    if (!isAlive(held)) {
      takenOver = removeIf(file, held) || takenOver;
      continue;
    }
    if (Date.now() >= deadline) return undefined;
    if (!told) onWait?.();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Creates the file with its whole content or not at all: a reader never meets half a lock. */
function createWhole(file, content) {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  fs.writeFileSync(draft, content, { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock only while it says what was seen; a lock taken by another in the meantime is put back. */
function removeIf(file, content) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return false;
  }
  const same = read(aside) === content;
  if (!same) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // Somebody holds a newer lock already: that one stands.
    }
  }
  fs.rmSync(aside, { force: true });
  return same;
}

function isAlive(content) {
  try {
    const { pid, started } = JSON.parse(content);
    return started !== undefined && processIdentity(pid) === started;
  } catch {
    return false;
  }
}
