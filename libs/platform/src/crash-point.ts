import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every named place where a process may die in the middle of the way. Proofs kill the process at each of them and count what was lost or
 * done twice; a name that is never reached fails the proof.
 *
 * `api.*` are passed by the api, all others by the worker.
 */
export const crashPoints = [
  'api.receive.before-commit',
  'api.receive.after-commit',
  'api.save.before-commit',
  'api.save.after-commit',
  'api.action.before-commit',
  'api.action.after-commit',
  'relay.claimed',
  'relay.rung',
  'work.claimed',
  'work.before-commit',
  'work.after-commit',
  'bill.read',
  'case.open',
  'letter.rendered',
  'letter.signed',
  'mail.sending',
  'mail.before-dot',
  'mail.committing',
  'mail.accepted',
  'receipt.match',
] as const;

/** One of {@link crashPoints}. */
export type CrashPoint = (typeof crashPoints)[number];

let folder: string | undefined;

/** Arms the crash points with the folder in which a file of a point's name asks for the crash. Never called in production. */
export function armCrashPoints(directory: string | undefined): void {
  folder = directory;
}

/** Kills this process at once, as `kill -9` does, when a file of this name lies in the armed folder; otherwise does nothing. */
export function crashPoint(name: CrashPoint): void {
  if (folder === undefined) return;
  const order = join(folder, name);
  if (!existsSync(order)) return;
  rmSync(order);
  process.kill(process.pid, 'SIGKILL');
}
