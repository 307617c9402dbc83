import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { CommandError } from '../command-error.js';
import { duration } from '../saying.js';

/** The applications that run as processes of their own. */
export type AppName = 'api' | 'worker' | 'signer';

/** How an application ended. */
export interface Death {
  readonly app: AppName;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly livedMs: number;
  /** Whether nobody had asked for it. */
  readonly unexpected: boolean;
  /** Whether it is started again. */
  readonly again: boolean;
}

/** How an application is started and watched. */
export interface AppProcessOptions {
  readonly name: AppName;
  /** The file it was built into. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What it logs is added to this file; left out: it goes where ours goes. */
  readonly logFile?: string | undefined;
  /** So many unexpected deaths in a row, each within ten seconds of its start, and it is given up. */
  readonly mostQuickDeaths: number;
  readonly onDeath: (death: Death) => void;
  readonly onGivenUp: (error: CommandError) => void;
}

const quick = 10_000;
const patience = 30_000;
const readyPatience = 60_000;

/**
 * One application as a forked child, started again when it dies without being asked to. It stands in a process group of its own: a Ctrl-C in
 * the terminal reaches us alone, and we stop the children in order; should we die, it hears that the channel has closed, and ends.
 */
export class AppProcess {
  #child: ChildProcess | undefined;
  #gone: Promise<void> = Promise.resolve();
  #wanted = false;
  /** Whether the start that was asked for has once succeeded: only then is a death unexpected, before it is a failed start. */
  #stood = false;
  #quickDeaths = 0;
  #ready: Promise<void> = Promise.resolve();
  #relaunch: NodeJS.Timeout | undefined;

  constructor(private readonly options: AppProcessOptions) {}

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it and waits until it says that it is ready. Errors: a CommandError with what it said last, when it ends before that. */
  async start(): Promise<void> {
    this.#wanted = true;
    this.#stood = false;
    this.#launch();
    await this.#ready;
    this.#stood = true;
  }

  /** Resolves when the one that runs now, or is being started again, is ready. */
  whenReady(): Promise<void> {
    return this.#ready;
  }

  /** Kills it as a power cut would, and returns when it is gone; it is then started again by itself. */
  async crash(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#gone;
  }

  /** Kills it, and leaves it dead until `start`. */
  async kill(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#relaunch);
    await this.crash();
  }

  /** Asks it to stop and waits; after half a minute it is killed. */
  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#relaunch);
    this.#child?.kill('SIGTERM');
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), patience);
    await this.#gone;
    clearTimeout(late);
  }

  #launch(): void {
    const started = performance.now();
    const child = this.#fork();
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', (code, signal) => {
        resolve();
        this.#ended({ code, signal }, performance.now() - started);
      });
    });
    this.#ready = untilReady(child, () => this.#failure());
    this.#ready.catch(() => undefined); // whoever waits is told; without one, the death itself is handled
  }

  #fork(): ChildProcess {
    const { file, environment, logFile } = this.options;
    const log = logFile ? openSync(logFile, 'a', 0o600) : 'inherit';
    const child = fork(file, [], {
      env: environment,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    if (typeof log === 'number') closeSync(log);
    return child;
  }

  #ended({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }, livedMs: number): void {
    const unexpected = this.#wanted && this.#stood;
    if (unexpected) this.#quickDeaths = livedMs < quick ? this.#quickDeaths + 1 : 0;
    const again = unexpected && this.#quickDeaths < this.options.mostQuickDeaths;
    this.options.onDeath({ app: this.options.name, code, signal, livedMs, unexpected, again });
    if (again) return this.#startAgain();
    if (!unexpected) return;
    this.#wanted = false;
    this.options.onGivenUp(this.#failure());
  }

  /** The first is started again at once; those that keep dying wait a little longer each time. */
  #startAgain(): void {
    if (this.#quickDeaths <= 1) this.#launch();
    else this.#relaunch = setTimeout(() => this.#launch(), 200 * this.#quickDeaths);
  }

  #failure(): CommandError {
    const { name, logFile } = this.options;
    const said = logFile ? lastWords(logFile) : undefined;
    const why = said ? `Det sidste, den skrev, var: ${said}.` : 'Den gav ingen forklaring.';
    const what = this.#stood ? 'kan ikke holdes i gang' : 'kunne ikke starte';
    return new CommandError(`Programmet »${name}« ${what}.`, why, logFile ? `Se ${logFile}.` : 'Se loggen.');
  }
}

function untilReady(child: ChildProcess, failure: () => CommandError): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), readyPatience);
    child.on('message', (message) => {
      if (!isReady(message)) return;
      clearTimeout(late);
      resolve();
    });
    child.once('exit', () => {
      clearTimeout(late);
      reject(failure());
    });
    child.once('error', reject);
  });
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;
}

/** The event and reason of the last line of a log. */
function lastWords(file: string): string | undefined {
  const last = readFileSync(file, 'utf8').trim().split('\n').at(-1);
  if (!last) return undefined;
  try {
    const { event, reason, errorName, code, place } = JSON.parse(last) as Record<string, string>;
    return [event, reason ?? errorName, code, place].filter(Boolean).join(', ').slice(0, 400);
  } catch {
    return last.slice(0, 400);
  }
}

/** How a death is told: one plain line. */
export function tellDeath({ app, code, signal, livedMs, again }: Death): string {
  const death = `Programmet »${app}« stoppede uventet efter ${duration(livedMs)} (${signal ?? `kode ${code ?? '?'}`})`;
  return again ? `${death}; det startes igen.` : `${death}.`;
}
