/** A program: measures one thing about letters in this process alone, and prints it as JSON. Arguments: what, and over how many letters. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  askOverHttp,
  type Compilation,
  HttpTimestampAuthority,
  KeyFileSigner,
  renderCompilation,
  renderLetter,
  serveAuthority,
  signPdf,
} from '@genmaele/documents';
import { measuredLetter } from './letter-bench-letter.js';
import type { Alone } from './letter-bench-process.js';

const megabyte = 1_048_576;
const at = new Date('2026-08-18T08:12:00Z');

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The median of so many letters, after some that are not counted; making the letter is not drawing it. */
async function letters(count: number, warm: number, make: (seed: number) => ReturnType<typeof measuredLetter>): Promise<number> {
  const times: number[] = [];
  for (let seed = 1; seed <= count + warm; seed += 1) {
    const letter = make(seed);
    const ms = await timed(() => renderLetter(letter));
    if (seed > warm) times.push(ms);
  }
  return median(times);
}

/** Asks as production does, and keeps the milliseconds from the last question until its answer was here whole. */
class TimedExchange {
  ms = 0;

  readonly ask: typeof askOverHttp = async (question) => {
    const started = performance.now();
    const answer = await askOverHttp(question);
    this.ms = performance.now() - started;
    return answer;
  };
}

/** Signs one letter after the other; the time until the authority has answered is taken away, reading and checking its answer is not. */
async function signature(): Promise<Alone['signature']> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-authority-'));
  const service = await serveAuthority({ folder: join(folder, 'ca'), port: 0, now: () => at });
  try {
    const signer = await KeyFileSigner.open(service.authority.seal);
    const exchange = new TimedExchange();
    const authority = new HttpTimestampAuthority({ url: service.timestampUrl, exchange: exchange.ask });
    const appearance = { name: 'Åse Østergård', function: 'Udvalgsformand', level: 'B-T', test: true } as const;
    const times: number[] = [];
    const letters = Array.from({ length: 50 }, (_, i) => renderLetter(measuredLetter({ seed: i + 1 })).bytes);
    for (let round = 0; round < 300; round += 1) {
      const pdf = letters[round % letters.length]!;
      const whole = await timed(() =>
        signPdf({ pdf, fieldName: 'Udvalgsformand', signer, at, appearance, certify: true, timestampAuthority: authority }),
      );
      if (round >= 200) times.push(whole - exchange.ms);
    }
    return { ms: median(times) };
  } finally {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process that has drawn some letters before, as a worker has. */
async function compilation(): Promise<Alone['compilation']> {
  const meta = { title: 'Samlede svar', author: 'Foreningen', language: 'da-DK', createdAt: at };
  const all = Array.from({ length: 140 }, (_, i) => measuredLetter({ seed: i + 1 }));
  for (let seed = 1000; seed < 1020; seed += 1) renderLetter(measuredLetter({ seed }));
  let made: Compilation | undefined;
  const ms = await timed(() => (made = renderCompilation(all, meta)));
  return { seconds: ms / 1000, rssMb: process.resourceUsage().maxRSS / 1024, pages: made!.pages, bytes: made!.bytes.length };
}

/** What is in use after a full collection, at five places; what a server keeps must be full at the first and not grow after it. */
async function memory(count: number): Promise<Alone['memory']> {
  const marks: { heap: number; rss: number }[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    renderLetter(measuredLetter({ seed, strange: seed % 2 === 0 }));
    if (seed % Math.floor(count / 5) !== 0) continue;
    for (let pass = 0; pass < 3; pass += 1) globalThis.gc!();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    marks.push({ heap: (heapUsed + arrayBuffers) / megabyte, rss: rss / megabyte });
  }
  const [first, ...later] = marks;
  const grown = (of: 'heap' | 'rss'): number => Math.min(...later.slice(-2).map((mark) => mark[of])) - first![of];
  return { letters: count, growthMb: grown('heap'), rssGrowthMb: grown('rss'), mayGrowMb: 16 };
}

const all: { [W in keyof Alone]: (count: number) => Promise<Alone[W]> } = {
  signature,
  compilation,
  strange: async () => ({ ms: await letters(100, 200, (seed) => measuredLetter({ seed, strange: true })) }),
  long: async () => {
    const long = (seed: number): ReturnType<typeof measuredLetter> => measuredLetter({ seed, sections: 52 });
    return { ms: await letters(15, 10, long), pages: renderLetter(long(1)).pages };
  },
  first: async () => ({ ms: await timed(() => renderLetter(measuredLetter({ seed: 1 }))) }),
  memory,
};

const [, , what, count] = process.argv as [string, string, keyof Alone, string];
process.stdout.write(JSON.stringify(await all[what](Number(count))));
process.exit();
