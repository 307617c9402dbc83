import { createServer } from 'node:net';
import { type Environment, inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { inProject, type Services } from '../project.js';
import { sampleAddress } from './sample-people.js';

/** A setting of the product, as text. */
export type Settings = Partial<Record<keyof Environment, string>>;

/** What the three applications of a development installation share. */
export interface AppSurroundings {
  readonly databaseUrl: string;
  /** The queue store's address; undefined when PostgreSQL rings. */
  readonly redisUrl: string | undefined;
  readonly port: number;
  readonly sessionSecret: string;
  readonly mailUrl: string;
  /** The local mailbox's folder, one folder per recipient. */
  readonly mailDir: string;
  readonly mailboxDir: string;
  readonly signerSocket: string;
  readonly keyDir: string;
  /** The development authority that answers for time and revocation. */
  readonly authority: { readonly timestampUrl: string; readonly ocspUrl: string };
  /** Settings that stand above all others. */
  readonly settings: Settings;
}

/**
 * The whole environment of an application of a development installation: what this process inherited (so that a person may set LOG_LEVEL,
 * HOST or TIMESTAMP_URL), over it what the installation knows, over that the settings asked for.
 */
export function appEnvironment(around: AppSurroundings): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, REDIS_URL: _redis, ...inherited } = inheritedEnvironment();
  const known: Settings = {
    NODE_ENV: inherited['NODE_ENV'] === 'test' ? 'test' : 'development',
    DATABASE_URL: around.databaseUrl,
    QUEUE_STORE: around.redisUrl ? 'redis' : 'postgres',
    ...(around.redisUrl ? { REDIS_URL: around.redisUrl } : {}),
    PORT: String(around.port),
    PUBLIC_URL: `http://127.0.0.1:${around.port}`,
    SESSION_SECRET: around.sessionSecret,
    MAIL_URL: around.mailUrl,
    MAIL_FROM: sampleAddress,
    MAILBOX_DIR: around.mailboxDir,
    SENT_MAIL_DIR: around.mailDir,
    SIGNER_SOCKET: around.signerSocket,
    SIGNER_KEY_DIR: around.keyDir,
    ...around.settings,
  };
  // From Node 22 on, compiled code is kept between starts; it goes with the build. Older versions do not know the setting.
  // An approval can be undone for some minutes, which a journey that is shown does not wait for.
  return {
    NODE_COMPILE_CACHE: inProject('dist', '.compiled'),
    APPROVAL_UNDO_MINUTES: '0',
    ...(inherited['TIMESTAMP_URL'] ? {} : longTerm(around)),
    ...inherited,
    ...known,
  };
}

/** Letters that hold for long, as the development authority can vouch for them; who names a time-stamp authority chooses the level as well. */
function longTerm({ authority }: AppSurroundings): Settings {
  return { TIMESTAMP_URL: authority.timestampUrl, OCSP_URL: authority.ocspUrl, SIGNATURE_LEVEL: 'B-LTA' };
}

/** The api's port, chosen before anything starts, so that notices can name the address and a restarted api comes back to it. */
export async function choosePort(services: Services): Promise<number> {
  const { PORT: given, HOST: host = '127.0.0.1' } = inheritedEnvironment();
  if (!given || given === '0') return services.freePort();
  await tryPort(given, host);
  return Number(given);
}

/** Listens on a port for a moment. Errors: a CommandError when it is no port, or is taken. */
export async function tryPort(given: string, host: string): Promise<void> {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CommandError(
      `PORT er »${given}«.`,
      'En port er et helt tal fra 0 til 65535.',
      'Ret PORT, eller fjern den: så vælges en ledig port.',
    );
  }
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'Et andet program har den.' : `Svaret var ${code ?? message}.`;
      reject(
        new CommandError(
          `Port ${given} på ${host} kan ikke bruges.`,
          why,
          'Sæt PORT til en anden, eller fjern den: så vælges en ledig port.',
        ),
      );
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
