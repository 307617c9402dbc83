import { type QueueStoreKind } from '@genmaele/jobs';
import { type Settings } from './app-environment.js';
import { type Death } from './app-process.js';

/** What is asked of an installation. */
export interface InstallationOptions {
  readonly dataDir: string;
  /** Where the applications log; left out: in the data folder. */
  readonly logDir?: string;
  /** False for a throwaway folder: nothing is synced to disk. */
  readonly durable: boolean;
  /** Lays a year of sample people and cases. */
  readonly year?: boolean;
  /** Forces the queue store; left out: QUEUE_STORE, REDIS_URL and what is found on PATH decide. */
  readonly store?: QueueStoreKind | undefined;
  /** Settings for the applications above what the installation and the environment say: CRASH_POINTS_DIR, WORK_LEASE_SECONDS … */
  readonly settings?: Settings;
  /** Told each phase of the start with its milliseconds, and what a person should know. */
  readonly onPhase?: (danish: string, milliseconds: number) => void;
  readonly say?: (line: string) => void;
  readonly onDeath?: (death: Death) => void;
  /** Told when something died that cannot be held up. */
  readonly onFailed?: (error: Error) => void;
  /** So many quick deaths in a row and an application is given up; a proof that kills on purpose sets it to Infinity. */
  readonly mostQuickDeaths?: number;
}
