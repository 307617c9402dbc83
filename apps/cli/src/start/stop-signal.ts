/** The person, or the machine, asked us to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor(readonly signal: NodeJS.Signals) {
    super(signal);
  }
}

/** Watches for Ctrl-C and its like. */
export interface StopWatch {
  /** Rejects with {@link Stopped} at the first signal; never resolves. */
  readonly stopped: Promise<never>;
  /** Said what to do before a second signal ends this process at once. */
  onSecond: () => void;
}

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** From now on a first signal asks for an orderly stop, and a second one ends the process. */
export function watchForStop(): StopWatch {
  let reject: (error: Stopped) => void = () => undefined;
  const stopped = new Promise<never>((_resolve, refuse) => (reject = refuse));
  stopped.catch(() => undefined); // whoever races with it is told
  const watch: StopWatch = { stopped, onSecond: () => undefined };
  let asked = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (asked) {
        watch.onSecond();
        process.exit(130);
      }
      asked = true;
      reject(new Stopped(signal));
    });
  }
  return watch;
}
