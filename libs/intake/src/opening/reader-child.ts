/**
 * The child that opens one untrusted file and ends: the file on standard input, one JSON answer on descriptor 3. Started by
 * `readBillInChild` alone. What it is given beside the file is the largest number of bytes.
 */
import { readSync, writeSync } from 'node:fs';
import { type ChildAnswer } from './child-answer.js';
import { refuseOutside } from './refuse-outside.js';

const answerDescriptor = 3;
const chunk = 1024 * 1024;

function readInput(): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.allocUnsafe(chunk);
    const length = readSync(0, part);
    if (length === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, length));
  }
}

function answer(words: ChildAnswer): void {
  const bytes = Buffer.from(JSON.stringify(words));
  for (let at = 0; at < bytes.length; at += writeSync(answerDescriptor, bytes, at));
}

refuseOutside();
const { BillUnreadable, readBill } = await import('@genmaele/legaltext');
try {
  answer({ reading: await readBill(readInput(), { maxBytes: Number(process.argv[2]) }) });
} catch (error) {
  if (error instanceof BillUnreadable) answer({ refused: { code: error.code, facts: error.facts } });
  else answer({ failed: error instanceof Error ? error.name.slice(0, 100) : 'ukendt' });
}
process.exit(0);
