import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type BillReading } from '@genmaele/contracts';
import { readBillInChild, type ReaderLimits, type ReadingCost } from '@genmaele/intake';
import { BillUnreadable } from '@genmaele/legaltext';
import { inProject } from '../project.js';
import { figure, type Figure, type MeasureContext } from './figure.js';
import { type HostileFile, hostileFiles } from './hostile-files.js';

/** The limits that an installation has unless it is told otherwise. */
const limits: ReaderLimits = { maxBytes: 50_000_000, memoryMb: 512, seconds: 9 };
const honest = Buffer.from('<html><body><p>§ 1. Kommunen skal svare.</p></body></html>');

/** How one file ended: a tree, a refusal's code, or, where neither, what came instead. */
export interface HostileEnd {
  readonly name: string;
  readonly end: string;
  readonly isClear: boolean;
  readonly cost: ReadingCost;
}

const nothing: ReadingCost = { peakRssMb: 0, cpuSeconds: 0, seconds: 0 };

/** Hands one file to the reader in its child. */
export async function tryHostileFile({ name, make }: HostileFile, given: ReaderLimits = limits): Promise<HostileEnd> {
  let cost = nothing;
  try {
    const reading: BillReading = await readBillInChild(make(), given, (spent) => (cost = spent));
    return { name, end: reading.coverage.complete ? 'læst' : 'læst med mangler', isClear: true, cost };
  } catch (error) {
    const code = error instanceof BillUnreadable ? error.code : String(error);
    return { name, end: code, isClear: error instanceof BillUnreadable && code !== 'bill.reader-died', cost };
  }
}

/** Counts who calls an address that nobody may call. */
async function openCanary(): Promise<{ url: string; calls: () => number; close: () => Promise<void> }> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The real PDFs that break readers, where the data lie beside the project. */
function awkwardPdfs(): HostileFile[] {
  const folder = inProject('..', 'shared', 'data', 'pdf', 'awkward');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pdf')) : [];
  return names.map((name) => ({ name: `PDF: ${name}`, make: () => readFileSync(join(folder, name)) }));
}

/** Every third file in the short version, all in the full one. */
const chosen = (files: readonly HostileFile[], full: boolean): HostileFile[] => files.filter((_, i) => full || i % 3 === 0);

const greatest = (numbers: readonly number[]): number => numbers.reduce((most, number) => Math.max(most, number), 0);

/** Hands files made to hurt to the reader, one after the other, and tells how they ended and what they cost. */
export async function measureHostileFiles({ full, progress }: MeasureContext): Promise<Figure[]> {
  const canary = await openCanary();
  try {
    const ends: HostileEnd[] = [];
    for (const file of chosen([...hostileFiles(canary.url), ...awkwardPdfs()], full)) {
      const end = await tryHostileFile(file);
      const { seconds, cpuSeconds, peakRssMb } = end.cost;
      progress(`${end.name}: ${end.end} (${seconds.toFixed(1)} s, heraf ${cpuSeconds.toFixed(1)} s regnetid, ${peakRssMb.toFixed(0)} MB)`);
      ends.push(end);
    }
    const alive = await tryHostileFile({ name: 'ærlig', make: () => honest });
    const clear = ends.filter(({ isClear }) => isClear).length;
    return [
      figure('fjendtlige filer: prøvet', ends.length, {}),
      figure('fjendtlige filer: endt med et træ eller en klar fejl', (clear / ends.length) * 100, { least: 100 }, '%'),
      figure('fjendtlige filer: længste regnetid', greatest(ends.map(({ cost }) => cost.cpuSeconds)), { most: 10 }, 's'),
      figure('fjendtlige filer: længste tid på uret', greatest(ends.map(({ cost }) => cost.seconds)), {}, 's'),
      figure('fjendtlige filer: barnets største hukommelse', greatest(ends.map(({ cost }) => cost.peakRssMb)), { most: 512 }, 'MB'),
      figure('fjendtlige filer: opkald ud af huset', canary.calls(), { most: 0 }),
      figure('fjendtlige filer: læseren lever bagefter', alive.end === 'læst' ? 1 : 0, { least: 1 }),
    ];
  } finally {
    await canary.close();
  }
}
