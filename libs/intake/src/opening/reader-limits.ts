import { type Environment } from '@genmaele/platform';

/** What the opening of one untrusted file may cost. */
export interface ReaderLimits {
  /** The largest file that is handed to the child, in bytes. */
  readonly maxBytes: number;
  /** Most memory of the child (RSS), in MB. */
  readonly memoryMb: number;
  /** Most time of the child, in seconds: processor time where the machine tells it, so that a busy machine fails no honest bill. */
  readonly seconds: number;
}

/** The limits of this installation. */
export function readerLimits(env: Environment): ReaderLimits {
  return { maxBytes: env.UPLOAD_LIMIT_BYTES, memoryMb: env.BILL_READER_MEMORY_MB, seconds: env.BILL_READER_SECONDS };
}

/** How many times the seconds may pass on the clock before a child that uses no processor is given up too. */
export const clockPatience = 6;

/** The largest answer that is taken from a child, in bytes; a bill of 800 kB gives some 3 MB. */
export const largestAnswer = 160 * 1024 * 1024;
