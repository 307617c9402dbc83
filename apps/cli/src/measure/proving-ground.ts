import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type QueueStoreKind } from '@genmaele/jobs';
import { type CrashPoint } from '@genmaele/platform';
import { type JourneyEnd, openSessions } from '../journey/journey.js';
import { type JourneySessions } from '../journey/journey-order.js';
import { type JourneyStep } from '../journey/journey-record.js';
import { messageIdOf } from '../journey/kept-mail.js';
import { loadServices } from '../project.js';
import { Installation } from '../start/installation.js';
import { journeyPeople, journeyThrough } from '../start/journey-run.js';
import { throwawayFolder } from '../start/throwaway-folder.js';

/** Work that a killed worker held is taken over after this many seconds. */
const leaseSeconds = 2;
/** A journey that has not ended after this long, in milliseconds, counts as lost. */
const patience = { patienceMs: 90_000, pollMs: 25 };

/** A whole Genmæle in a throwaway folder, in which processes can be killed at named points and the queue store taken away. */
export class ProvingGround {
  #journeys = 0;

  private constructor(
    readonly installation: Installation,
    private readonly crashes: string,
    private readonly sessions: JourneySessions,
    private readonly remove: () => void,
  ) {}

  /** Opens it, with everyone signed in. */
  static async open(store: QueueStoreKind | undefined): Promise<ProvingGround> {
    const folder = await throwawayFolder(await loadServices());
    const crashes = join(folder.dir, 'crash-points');
    mkdirSync(crashes, { mode: 0o700 });
    try {
      const installation = await Installation.open({
        dataDir: folder.dir,
        durable: false,
        store,
        mostQuickDeaths: Number.POSITIVE_INFINITY,
        settings: { CRASH_POINTS_DIR: crashes, WORK_LEASE_SECONDS: String(leaseSeconds), LOG_LEVEL: 'warn' },
      });
      const order = { api: installation.url, people: journeyPeople(installation.password) };
      const sessions = await openSessions(order, patience);
      return new ProvingGround(installation, crashes, sessions, () => folder.remove());
    } catch (error) {
      folder.remove();
      throw error;
    }
  }

  /** How many journeys were begun. */
  get journeys(): number {
    return this.#journeys;
  }

  /** Takes one hearing of its own the whole way. */
  async journey(onStep?: (step: JourneyStep) => void): Promise<JourneyEnd> {
    this.#journeys += 1;
    const variation = { mark: `proof ${this.#journeys}`, caseNumber: `2026-${String(10_000 + this.#journeys)}` };
    return journeyThrough(this.installation, variation, { sessions: this.sessions, patience, ...(onStep ? { onStep } : {}) });
  }

  /** Asks that the process which next passes the point dies there. */
  arm(point: CrashPoint): void {
    writeFileSync(join(this.crashes, point), '');
  }

  /** Whether the point still waits for someone to pass it. */
  isArmed(point: CrashPoint): boolean {
    return existsSync(join(this.crashes, point));
  }

  /** Takes back every order that nobody came to. */
  disarm(): void {
    for (const name of readdirSync(this.crashes)) rmSync(join(this.crashes, name));
  }

  /** Empties the queue store as soon as the point is reached; resolves when that is done, or the journey is over. */
  async emptyStoreAt(point: CrashPoint, over: () => boolean): Promise<void> {
    while (this.isArmed(point) && !over()) await pause(5);
    await this.installation.emptyQueueStore();
  }

  /** The Message-ID of each mail in the ministry's mailbox. */
  ministryMails(): (string | undefined)[] {
    const folder = join(this.installation.mailbox.dir, 'hoering@boligministeriet.example');
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    return names.map((name) => messageIdOf(readFileSync(join(folder, name))));
  }

  async close(): Promise<void> {
    await this.installation.stop();
    this.remove();
  }
}
