/** Remembers which servers an integration run started, and clears away after runs that were killed too hard to do it themselves. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processIdentity, takeLock } from '../../scripts/services.mjs';

const lockIn = (dir) => path.join(dir, 'run.lock');
const serversIn = (dir) => path.join(dir, 'servers.json');

/** Marks `dir` as the folder of a living run. @param {string} dir */
export const markRun = (dir) => takeLock(lockIn(dir));

/** Notes the servers of this run, each with its start time: a process id alone may be another's tomorrow. */
export function noteServers(dir, pids) {
  writeFileSync(serversIn(dir), JSON.stringify(pids.map((pid) => ({ pid, started: processIdentity(pid) }))));
}

/**
 * Ends the servers and removes the folders of runs whose jest is dead. Runs that live hold their lock and are left alone.
 * @param {string} parent the folder that holds the runs' folders
 * @param {string} prefix how the folders' names begin
 */
export async function clearStaleRuns(parent, prefix) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const dir = path.join(parent, name);
    const isOurs = statSync(dir, { throwIfNoEntry: false })?.uid === process.getuid?.();
    if (!isOurs || !existsSync(lockIn(dir))) continue;
    const lock = await takeLock(lockIn(dir)).catch(() => undefined); // refused when its own run is removing it this moment
    if (lock) clearAway(dir);
  }
}

/** Ends what was noted and removes the folder, without waiting for anything: also fit for a process that is exiting. */
export function clearAway(dir) {
  const servers = existsSync(serversIn(dir)) ? JSON.parse(readFileSync(serversIn(dir), 'utf8')) : [];
  for (const { pid, started } of servers) {
    if (started !== undefined && processIdentity(pid) === started) process.kill(pid, 'SIGQUIT'); // PostgreSQL: at once, no checkpoint
  }
  rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
