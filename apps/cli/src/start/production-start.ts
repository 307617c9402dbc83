import { inheritedEnvironment, readEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { builtApp } from '../project.js';
import { say } from '../saying.js';
import { type AppName, AppProcess, tellDeath } from './app-process.js';
import { type StartOptions } from './start-options.js';
import { Stopped, watchForStop } from './stop-signal.js';

/**
 * Starts api, worker and signer with the environment as it is, and keeps them going until it is asked to stop. Seeds nobody, starts no service
 * and writes no file; what the applications log goes to standard error. Errors: `environment.invalid`.
 */
export async function startProduction(options: StartOptions): Promise<void> {
  if (options.once) {
    throw new CommandError(
      '--once findes ikke i produktion.',
      'Det er en prøverejse med prøvepersoner.',
      'Fjern --once, eller NODE_ENV=production.',
    );
  }
  readEnvironment();
  const watch = watchForStop();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const apps = (['signer', 'worker', 'api'] as const).map((name) => prepare(name, fail));
  watch.onSecond = () => void Promise.all(apps.map((app) => app.kill()));
  try {
    await Promise.race([Promise.all(apps.map((app) => app.start())), failed, watch.stopped]);
    say('Genmæle kører i produktion.');
    await Promise.race([failed, watch.stopped]);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    await Promise.all(apps.map((app) => app.stop()));
  }
}

function prepare(name: AppName, fail: (error: Error) => void): AppProcess {
  return new AppProcess({
    name,
    file: builtApp(name),
    environment: inheritedEnvironment(),
    mostQuickDeaths: 3,
    onDeath: (death) => death.unexpected && say(tellDeath(death)),
    onGivenUp: fail,
  });
}
