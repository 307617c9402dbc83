import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BillReading } from '@genmaele/contracts';
import { orRefuse, readBillInChild, type ReaderLimits } from '@genmaele/intake';
import { follow } from '@genmaele/legaltext';
import { environmentShape, inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { duration, say } from '../saying.js';
import { differenceLines } from './read-difference.js';
import { readingLines } from './read-tree.js';

/** The options of `genmaele read`. */
export interface ReadOptions {
  readonly json?: boolean;
  readonly diff?: string;
}

/** Reads a bill and prints it as a tree; with `diff`, what the later version changed; with `json`, the same as data. */
export async function read(file: string, { json, diff }: ReadOptions): Promise<void> {
  const reading = await readFileAsBill(file);
  if (diff === undefined) return json ? say(JSON.stringify(reading, null, 2)) : readingLines(reading).forEach(say);
  const later = await readFileAsBill(diff);
  const following = follow(reading, later);
  if (json) return say(JSON.stringify(following, null, 2));
  differenceLines(reading, later, following).forEach(say);
}

/** Errors: a CommandError when the file cannot be opened; an AppError `bill.…` when it is no bill that can be read. */
async function readFileAsBill(file: string): Promise<BillReading> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw unopened(file, cause);
  });
  return withProgress(`Læser ${basename(file)}`, () => orRefuse(basename(file), () => readBillInChild(bytes, limitsHere())));
}

function unopened(file: string, cause: NodeJS.ErrnoException): CommandError {
  const whys: Record<string, string> = {
    ENOENT: 'Den findes ikke.',
    EISDIR: 'Det er en mappe.',
    EACCES: 'Den må ikke læses af den bruger, der kører genmaele.',
  };
  return new CommandError(`${file} kan ikke åbnes.`, whys[cause.code ?? ''] ?? `Systemet svarede: ${cause.code ?? cause.message}.`, 'Se, om stien er skrevet rigtigt.', { cause }); // prettier-ignore
}

function limitsHere(): ReaderLimits {
  const shape = environmentShape.pick({ UPLOAD_LIMIT_BYTES: true, BILL_READER_MEMORY_MB: true, BILL_READER_SECONDS: true });
  const limits = shape.parse(inheritedEnvironment());
  return { maxBytes: limits.UPLOAD_LIMIT_BYTES, memoryMb: limits.BILL_READER_MEMORY_MB, seconds: limits.BILL_READER_SECONDS };
}

/** Says on standard error, each second, that the work still goes on. */
async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const timer = setInterval(() => process.stderr.write(`${what} … ${duration(performance.now() - start)}\n`), 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
