import { AppError } from '@genmaele/contracts';
import { BillUnreadable, inspectSource } from '@genmaele/legaltext';

/** Runs a reading step and turns its refusal into our error, naming the file. */
export async function orRefuse<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BillUnreadable) throw new AppError(error.code, { file, ...error.facts });
    throw error;
  }
}

/**
 * Looks at a bill's bytes before anything is kept: is it of a kind we read, without a DOCTYPE? Cheap, and nothing is
 * opened: the reading is a job, done in a child of its own.
 * Errors: `bill.empty`, `bill.not-text`, `bill.doctype-refused`, `bill.not-a-bill`, `bill.too-large`.
 */
export async function inspectBill(bytes: Buffer, file: string, maxBytes: number): Promise<void> {
  await orRefuse(file, () => inspectSource(bytes, maxBytes));
}
