import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { type BillReading } from '@genmaele/contracts';
import { BillUnreadable } from '@genmaele/legaltext';
import { cageOfThisMachine, childCommand } from './cage.js';
import { type ChildAnswer, childAnswer } from './child-answer.js';
import { clockPatience, largestAnswer, type ReaderLimits } from './reader-limits.js';
import { usageOf } from './process-usage.js';

/** What the opening of a file cost. */
export interface ReadingCost {
  /** The most memory that was seen, in MB; 0 where the machine does not tell. */
  readonly peakRssMb: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
}

const lookEveryMs = 20;
/** A child that has waited through so many looks in a row, and done nothing, waits for ever: Node can hang when it gets no memory. */
const mostIdleLooks = 150;

function tooHeavy({ memoryMb, seconds }: ReaderLimits): BillUnreadable {
  return new BillUnreadable('bill.too-heavy', { limit: `${seconds} sekunder og ${memoryMb} MB` });
}

/** Watches a child until it ends and kills it when it takes more than it may. */
class Watch {
  peakRssMb = 0;
  cpuSeconds = 0;
  /** Whether it was we who ended it. */
  killed = false;
  private idleLooks = 0;
  private readonly start = performance.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly limits: ReaderLimits,
  ) {
    this.plan();
  }

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  kill(): void {
    this.killed = true;
    this.child.kill('SIGKILL');
  }

  stop(): ReadingCost {
    clearTimeout(this.timer);
    const { peakRssMb, cpuSeconds, seconds } = this;
    return { peakRssMb, cpuSeconds, seconds };
  }

  private plan(): void {
    this.timer = setTimeout(() => {
      void this.look().then(() => {
        if (this.child.exitCode === null && this.child.signalCode === null && !this.killed) this.plan();
      });
    }, lookEveryMs);
  }

  private async look(): Promise<void> {
    const usage = this.child.pid === undefined ? undefined : await usageOf(this.child.pid);
    this.peakRssMb = Math.max(this.peakRssMb, usage?.rssMb ?? 0);
    this.idleLooks = usage?.waits && usage.cpuSeconds === this.cpuSeconds ? this.idleLooks + 1 : 0;
    this.cpuSeconds = usage?.cpuSeconds ?? this.cpuSeconds;
    const { memoryMb, seconds } = this.limits;
    const spent = usage ? usage.cpuSeconds : this.seconds;
    const isOver = this.peakRssMb > memoryMb || spent > seconds || this.seconds > seconds * clockPatience;
    if (isOver || this.idleLooks > mostIdleLooks) this.kill();
  }
}

/** All that a stream gives; `tooMuch` is called once when it is more than an answer may be. */
async function collect(stream: Readable, tooMuch: () => void): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > largestAnswer) tooMuch();
    else parts.push(part);
  }
  return Buffer.concat(parts);
}

function parsed(answer: Buffer): ChildAnswer | undefined {
  try {
    return childAnswer.parse(JSON.parse(answer.toString('utf8')));
  } catch {
    return undefined;
  }
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });

/**
 * Node ends itself with SIGABRT when the heap is full, SIGTRAP or SIGILL when it can get no more memory at all; a buffer that finds no room
 * is a RangeError. A child that dies of anything else while it holds half of what it may is taken to have died of that too.
 */
const endsOfMemory = new Set<NodeJS.Signals>(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGXCPU', 'SIGXFSZ']);

/** What became of the child: its answer, or why there is none. */
function outcome(child: ChildProcess, watch: Watch, answer: Buffer, limits: ReaderLimits): BillReading {
  if (watch.killed) throw tooHeavy(limits);
  const said = child.exitCode === 0 ? parsed(answer) : undefined;
  if (said && 'reading' in said) return said.reading;
  if (said && 'refused' in said) throw new BillUnreadable(said.refused.code, said.refused.facts);
  if (said && said.failed !== 'RangeError') throw new BillUnreadable('bill.reader-died', { end: said.failed });
  const endedOfMemory = said !== undefined || (child.signalCode !== null && endsOfMemory.has(child.signalCode));
  if (endedOfMemory || watch.peakRssMb > limits.memoryMb / 2) throw tooHeavy(limits);
  throw new BillUnreadable('bill.reader-died', { end: child.signalCode ?? `kode ${child.exitCode ?? '?'}` });
}

/**
 * Reads a bill in a process of its own that is thrown away afterwards: no network, no environment, an empty folder, limits on memory and
 * time. The file goes in on standard input and one answer, whose shape is checked, comes out on a pipe. `onCost` is told what it took.
 *
 * Rejects with BillUnreadable alone: what `readBill` says of the file; `bill.too-heavy` (`limit`) when it took more than it may; and
 * `bill.reader-died` (`end`: the signal or code) when the child ended of another cause. The caller's process lives in every case.
 */
export async function readBillInChild(bytes: Uint8Array, limits: ReaderLimits, onCost?: (cost: ReadingCost) => void): Promise<BillReading> {
  if (bytes.length > limits.maxBytes) {
    throw new BillUnreadable('bill.too-large', { limit: `${Math.floor(limits.maxBytes / (1024 * 1024))} MB` });
  }
  const command = childCommand(await cageOfThisMachine(), limits);
  const folder = await mkdtemp(join(tmpdir(), 'genmaele-laeser-'));
  try {
    const child = spawn(command.file, [...command.args], {
      cwd: folder,
      env: command.environment,
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    });
    const watch = new Watch(child, limits);
    const end = ended(child);
    const answer = collect(child.stdio[3] as Readable, () => watch.kill()).catch(() => Buffer.alloc(0));
    child.stdin?.on('error', () => undefined); // a child that ends early leaves its input unread
    child.stdin?.end(bytes);
    await end;
    const said = await answer;
    onCost?.(watch.stop());
    return outcome(child, watch, said, limits);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
