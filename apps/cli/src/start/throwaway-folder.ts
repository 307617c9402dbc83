import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Lock, type Services } from '../project.js';

const prefix = 'genmaele-once-';

/**
 * A data folder for one run, in the system's temporary folder, that the database's user may enter. `remove` takes it away again. Folders of
 * runs that were killed are taken away first; a PostgreSQL left running in one ends by itself within a minute, when it misses its files.
 */
export async function throwawayFolder(services: Services): Promise<{ dir: string; remove: () => void }> {
  const parent = services.temporaryFolder();
  await clearAbandoned(services, parent);
  const dir = mkdtempSync(join(parent, prefix));
  chmodSync(dir, 0o711);
  const lock = await services.takeLock(join(dir, 'run.lock'));
  return { dir, remove: () => removeFolder(dir, lock) };
}

async function clearAbandoned(services: Services, parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(parent, name);
    const lockFile = join(dir, 'run.lock');
    const isOurs = statSync(lockFile, { throwIfNoEntry: false })?.uid === process.getuid?.();
    if (!isOurs) continue;
    const lock = await services.takeLock(lockFile).catch(() => undefined);
    if (lock) removeFolder(dir, lock);
  }
}

function removeFolder(dir: string, lock: Lock | undefined): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  lock?.release();
}
