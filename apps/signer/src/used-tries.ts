import { type SignRequest } from '@genmaele/documents';
import { NoGrounds } from './grounds.js';

const mostRemembered = 10_000;

/**
 * Tries that a signature was asked for. A try is held by one worker, asks once, and is over in minutes; the oldest are forgotten, since a finished
 * or newer try of the same work is refused by the database's word.
 */
export class UsedTries {
  readonly #used = new Set<string>();

  /** Takes the try. Errors: `NoGrounds` when it was taken before. */
  take({ workId, attempt }: SignRequest): void {
    const name = `${workId}-${attempt}`;
    if (this.#used.has(name)) throw new NoGrounds('anmodningen er brugt før');
    this.#used.add(name);
    if (this.#used.size > mostRemembered) this.#used.delete(this.#used.values().next().value as string);
  }
}
