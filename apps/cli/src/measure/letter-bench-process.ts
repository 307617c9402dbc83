import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What is measured in a process of its own, by name. Milliseconds are medians. */
export interface Alone {
  signature: { ms: number };
  compilation: { seconds: number; rssMb: number; pages: number; bytes: number };
  strange: { ms: number };
  long: { ms: number; pages: number };
  first: { ms: number };
  memory: { letters: number; growthMb: number; rssGrowthMb: number; mayGrowMb: number };
}

const program = fileURLToPath(new URL('letter-bench-alone.js', import.meta.url));

/** Measures one thing in a fresh process, where nothing is warm that it has not warmed itself. `letters` is how many memory is measured over. */
export async function measureAlone<W extends keyof Alone>(what: W, letters: number): Promise<Pick<Alone, W>> {
  const args = ['--expose-gc', program, what, String(letters)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 20 });
  return { [what]: JSON.parse(stdout) } as Pick<Alone, W>;
}
