import { type Alone, measureAlone } from './letter-bench-process.js';
import { measuredLetter } from './letter-bench-letter.js';
import { type Figure, figure, type MeasureContext } from './figure.js';
import { chromium, type Drawing, own, type Peer, PeerProcess, stockPdfkit, typst, weasyprint } from './letter-peers.js';

/** What is promised. Milliseconds of ours, and how many times slower the others are at least. */
const promised = {
  ms: 10,
  ofPdfkit: 0.3,
  typst: 6,
  chromium: 15,
  weasyprint: 25,
  signatureMs: 3,
  compilationS: 2,
  compilationMb: 300,
} as const;

/** How many rounds are counted, and how many letters each engine draws before; the slow ones draw in every fifth. */
const scale = { sample: { rounds: 100, warm: 200 }, full: { rounds: 300, warm: 300 } } as const;
const slowEvery = 5;

/**
 * How quick a letter is. The engines run beside each other, each in its own process, and are asked in turn, so that whatever else the machine does
 * meets them alike; the content differs in every round; medians.
 */
export async function benchLetter({ full, rounds, progress }: MeasureContext): Promise<Figure[]> {
  const { rounds: usual, warm } = full ? scale.full : scale.sample;
  const others = { Chromium: chromium(), WeasyPrint: weasyprint() };
  const quick = [own, stockPdfkit, typst];
  const slow = Object.values(others).filter((peer) => peer !== undefined);
  progress(`  ${[...quick, ...slow].map(({ name }) => name).join(', ')} tegner efter tur`);
  const medians = await race(quick, slow, rounds ?? usual, warm);
  const ours = medians.get(own.name)!;
  const times = (name: string, least: number): Figure => {
    const theirs = medians.get(name);
    if (!theirs) return { what: `gange hurtigere end ${name}`, figure: 'ikke her', least: `≥ ${least}`, ok: true };
    return figure(`gange hurtigere end ${name} (${inMs(theirs)})`, theirs.ms / ours.ms, { least });
  };
  const ofPdfkit = ours.ms / medians.get(stockPdfkit.name)!.ms;
  return [
    figure('et brev på 4 sider, varmt, median', ours.ms, { most: promised.ms }, 'ms'),
    figure(`  del af pdfkits tid (${inMs(medians.get(stockPdfkit.name)!)})`, ofPdfkit, { most: promised.ofPdfkit }),
    { ...times('Typst', promised.typst) },
    { ...times('Chromium', promised.chromium) },
    { ...times('WeasyPrint', promised.weasyprint) },
    figure('brevets størrelse', ours.bytes / 1000, {}, 'kB'),
    ...(await aloneFigures(full, progress)),
  ];
}

const inMs = ({ ms }: Drawing): string => `${ms.toFixed(1).replace('.', ',')} ms`;

/** Lets the engines draw in turn; the median of each, what it drew to become warm left out. */
async function race(quick: readonly Peer[], slow: readonly Peer[], rounds: number, warm: number): Promise<Map<string, Drawing>> {
  const runners = await Promise.all(
    [...quick, ...slow].map(async (peer) => ({ peer, process: await PeerProcess.start(peer), drawings: [] as Drawing[] })),
  );
  try {
    for (let round = 1; round <= warm + rounds; round += 1) {
      const letter = measuredLetter({ seed: round });
      for (const { peer, process, drawings } of runners) {
        if (slow.includes(peer) && round % slowEvery !== 0) continue;
        const drawing = await process.draw(letter);
        if (round > warm) drawings.push(drawing);
      }
    }
    return new Map(runners.map(({ peer, drawings }) => [peer.name, medianOf(drawings)]));
  } finally {
    for (const { process } of runners) process.stop();
  }
}

function medianOf(drawings: readonly Drawing[]): Drawing {
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { ms: median(drawings.map(({ ms }) => ms)), bytes: median(drawings.map(({ bytes }) => bytes)) };
}

/** What is measured of ours alone, each in a fresh process. */
async function aloneFigures(full: boolean, progress: MeasureContext['progress']): Promise<Figure[]> {
  const measured: Partial<Alone> = {};
  for (const what of ['signature', 'compilation', 'strange', 'long', 'first', 'memory'] as const) {
    progress(`  ${what}`);
    Object.assign(measured, await measureAlone(what, full ? 10_000 : 1500));
  }
  const { signature, compilation, strange, long, first, memory } = measured as Alone;
  return [
    figure('underskrift B-T med P-256 uden tidsstemplets egen tid', signature.ms, { most: promised.signatureMs }, 'ms'),
    figure(
      `140 breve i én fil (${compilation.pages} sider, ${(compilation.bytes / 1e6).toFixed(1)} MB)`,
      compilation.seconds,
      { most: promised.compilationS },
      's',
    ),
    figure('  hukommelse på det højeste', compilation.rssMb, { most: promised.compilationMb }, 'MB'),
    figure('et brev af ord, som intet andet brev har', strange.ms, {}, 'ms'),
    figure(`et brev på ${long.pages} sider`, long.ms, {}, 'ms'),
    figure('det første brev i en proces, med skrifter', first.ms, {}, 'ms'),
    figure(`hukommelse i brug efter ${memory.letters} breve mod efter en femtedel`, memory.growthMb, { most: memory.mayGrowMb }, 'MB'),
    figure('  hele processen, samme spand', memory.rssGrowthMb, {}, 'MB'),
  ];
}
