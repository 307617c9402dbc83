import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseDeadline } from '@genmaele/calendar';
import { CommandError } from '../command-error.js';
import { readJourney, writeJourney, type KeptJourney } from '../journey/journey-files.js';
import { type HearingVariation } from '../journey/journey-order.js';
import { type JourneyStep } from '../journey/journey-record.js';
import { loadServices, loadSetup } from '../project.js';
import { say, stepLine } from '../saying.js';
import { closingLines, stateName } from './closing-lines.js';
import { Installation } from './installation.js';
import { type InstallationOptions } from './installation-options.js';
import { type StartOptions } from './start-options.js';
import { Stopped, type StopWatch, watchForStop } from './stop-signal.js';
import { throwawayFolder } from './throwaway-folder.js';

/** From a checkout to a Genmæle that runs, with the sample hearing taken the whole way; with `once` the journey alone. */
export async function start(options: StartOptions): Promise<void> {
  if ((await loadSetup()).inProduction()) return (await import('./production-start.js')).startProduction(options);
  const variation = readVariation(options);
  if (options.once) return once(resolve(options.out ?? 'out'), variation);
  if (options.out || options.bill || options.deadline) throw onlyOnce();
  await serve();
}

/** What the person asked for, looked at before anything is started. */
function readVariation({ bill, deadline }: StartOptions): HearingVariation {
  if (deadline !== undefined) parseDeadline(deadline);
  if (bill === undefined) return { deadline };
  return {
    deadline,
    bill: { name: basename(bill), bytes: unlessFailed(() => readFileSync(bill), `Filen ${bill} kan ikke læses.`, 'Ret stien i --bill.') },
  };
}

function unlessFailed<T>(attempt: () => T, what: string, todo: string): T {
  try {
    return attempt();
  } catch (cause) {
    throw new CommandError(what, `Svaret var ${(cause as NodeJS.ErrnoException).code ?? String(cause)}.`, todo);
  }
}

function onlyOnce(): CommandError {
  return new CommandError(
    '--out, --bill og --deadline hører til --once.',
    'Uden --once kører eksemplet som det er.',
    'Tilføj --once, eller fjern dem.',
  );
}

/** Tells each step with the time since the start. */
function steps(): { onPhase: (danish: string, ms: number) => void; onStep: (step: JourneyStep) => void } {
  const sinceStart = () => performance.now();
  return {
    onPhase: (danish, ms) => say(stepLine(sinceStart(), danish, ms)),
    onStep: ({ danish, actor, after, ms }) => say(stepLine(sinceStart(), `${danish}: ${actor} → ${stateName(after)}`, ms)),
  };
}

async function once(out: string, variation: HearingVariation): Promise<void> {
  unlessFailed(() => mkdirSync(out, { recursive: true }), `Der kan ikke skrives i ${out}.`, 'Ret stien i --out.');
  const kept = (await loadSetup()).chosenDataFolder();
  const folder = kept ? { dir: kept, remove: () => undefined } : await throwawayFolder(await loadServices());
  const logDir = join(out, 'log'); // where it can still be read when something failed and a throwaway folder is gone
  const { onPhase, onStep } = steps();
  try {
    const journey = await withInstallation({ dataDir: folder.dir, logDir, durable: kept !== undefined, onPhase }, async (installation) => {
      const { journeyThrough } = await import('./journey-run.js');
      const end = await journeyThrough(installation, variation, { onStep });
      if (end.resumed) say(`Sagen ${end.record.case.number} fandtes i forvejen i ${folder.dir}; den er ikke lavet om.`);
      return writeJourney(out, end, { keyDir: installation.folder.keys, mailboxStays: kept !== undefined });
    });
    rmSync(logDir, { recursive: true, force: true });
    for (const line of closingLines(journey, out, undefined)) say(line);
  } finally {
    folder.remove();
  }
}

async function serve(): Promise<void> {
  const { onPhase, onStep } = steps();
  await withInstallation({ dataDir: (await loadSetup()).dataFolder(), durable: true, year: true, onPhase }, async (installation, stop) => {
    const journey = await sampleJourney(installation, onStep);
    const { sendSampleYear } = await import('./sample-year-letters.js');
    if (!(await sendSampleYear(installation.urls.appUrl))) say('Prøveårets breve er endnu ikke alle sendt; næste start går videre.');
    for (const line of closingLines(journey, installation.folder.sample, installation)) say(line);
    say('');
    say('Genmæle kører. Ctrl-C stopper.');
    await stop.finally(() => say('Stopper …'));
  }).catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  });
  say('Stoppet. Data er bevaret.');
}

/** The sample journey, gone once: a second start tells which case it made, and leaves it as people have left it. */
async function sampleJourney(installation: Installation, onStep: (step: JourneyStep) => void): Promise<KeptJourney> {
  const kept = await readJourney(installation.folder.sample);
  if (kept) {
    say(`Eksemplets sag findes allerede: ${kept.case.number}. Data er bevaret, og rejsen gentages ikke.`);
    return kept;
  }
  const { journeyThrough } = await import('./journey-run.js');
  const end = await journeyThrough(installation, {}, { onStep });
  if (end.resumed) say('En tidligere start blev afbrudt; rejsen gik videre, hvor den var kommet til.');
  return writeJourney(installation.folder.sample, end, { keyDir: installation.folder.keys, mailboxStays: true });
}

type Opening = Pick<InstallationOptions, 'dataDir' | 'logDir' | 'durable' | 'year' | 'onPhase'>;
type Work<T> = (installation: Installation, stop: Promise<never>) => Promise<T>;

/**
 * Opens an installation for some work and stops it afterwards, however the work ends. `stop` rejects when the person asks us to stop, and when
 * a part of the installation cannot be kept up; both also end the work. Errors: Stopped, and those of the opening and the work.
 */
async function withInstallation<T>(opening: Opening, work: Work<T>): Promise<T> {
  const watch = watchForStop();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const stop = Promise.race([failed, watch.stopped]);
  stop.catch(() => undefined); // told to whoever waits for it
  const installation = await openUnlessStopped({ ...opening, say, onFailed: (error) => fail(error) }, watch, stop);
  try {
    return await Promise.race([work(installation, stop), stop]);
  } finally {
    await installation.stop();
  }
}

/** A stop that is asked for while services start waits until they can be stopped in order. */
async function openUnlessStopped(options: InstallationOptions, watch: StopWatch, stop: Promise<never>): Promise<Installation> {
  const opening = Installation.open(options);
  try {
    const installation = await Promise.race([opening, stop]);
    watch.onSecond = () => installation.abandon();
    return installation;
  } catch (error) {
    await opening.then(
      (installation) => installation.stop(),
      () => undefined,
    );
    throw error;
  }
}
