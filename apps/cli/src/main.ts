import 'reflect-metadata';
import { CommanderError } from 'commander';
import { plainMessage } from './command-error.js';
import { commandLine } from './command-line.js';
import { Stopped } from './start/stop-signal.js';

/** Exit codes as shells know them: 130 for what was interrupted, 2 for a command that was not understood, 1 for what failed. */
function exitCodeOf(error: unknown): number {
  if (error instanceof Stopped) return 130;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return 1;
}

async function main(): Promise<void> {
  try {
    await commandLine().parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof CommanderError) return; // told already
    console.error(error instanceof Stopped ? 'Afbrudt.' : plainMessage(error));
    const { inheritedEnvironment } = await import('@genmaele/platform');
    if (inheritedEnvironment()['LOG_LEVEL'] === 'debug' && error instanceof Error) console.error(error.stack);
  }
}

await main();
// What is written may still be on its way; connections kept open for reuse would hold the process for seconds.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit();
