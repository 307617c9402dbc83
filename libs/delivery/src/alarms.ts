import { appendAudit } from '@genmaele/audit';
import { writeNotice } from '@genmaele/cases';
import { silence, sweeperHeartbeat, type OnDead } from '@genmaele/jobs';
import { type Clock, describeError, type Environment, type Log } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { mailSettings } from './mail-settings.js';
import { composeMail, sendMail } from './smtp/index.js';

/** Work that has failed for good is written in the log, and whoever is to be told is told. A notice that cannot be sent makes no notice. */
export function tellOfDeadWork(env: Environment): OnDead {
  return async (tx, work, now) => {
    if (env.ALARM_MAIL_TO && work.job !== 'notice.send') {
      const notice = {
        recipient: env.ALARM_MAIL_TO,
        kind: 'alarm' as const,
        subject: `Genmæle: arbejdet ${work.job} er opgivet`,
        text: `Arbejdet ${work.job} (${work.id}) for ${work.subject} kunne ikke udføres: ${work.code}. Se det, og sæt det i gang igen med: npx genmaele work retry ${work.id}`,
      };
      await writeNotice(tx, notice, `dead:${work.id}`, now);
    }
    await appendAudit(tx, { action: 'work.dead', subject: work.subject, facts: { workId: work.id, job: work.job, code: work.code } }, now);
  };
}

/** The sweeper is silent for too long after this many milliseconds. */
export const longestSilence = 2 * 60 * 1000;

/**
 * Watches, from a process that is not the worker, that the sweeper speaks. The alarm goes to the log, to the metrics and by mail, and uses
 * neither the queue store nor the sweeper.
 */
export class SweeperWatch {
  #timer: NodeJS.Timeout | undefined;
  #silent = false;
  #toldByMail = false;
  #watchingSince: Date | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly env: Environment,
  ) {}

  /** Whether the sweeper has been silent for too long. */
  get silent(): boolean {
    return this.#silent;
  }

  start(everyMilliseconds = 10_000): void {
    this.#timer = setInterval(
      () => void this.look().catch((error: unknown) => this.log.error('sweeper-watch.failed', describeError(error))),
      everyMilliseconds,
    );
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * Looks once. The alarm is given once for each silence; its mail is tried again until it has left. A sweeper that never spoke is silent
   * since this watch began.
   */
  async look(): Promise<void> {
    const now = this.clock.now();
    this.#watchingSince ??= now;
    const silent = (await silence(this.database, sweeperHeartbeat, now)) ?? now.getTime() - this.#watchingSince.getTime();
    const tooLong = silent > longestSilence;
    if (tooLong && !this.#silent) this.log.error('sweeper.silent', { ms: silent });
    if (!tooLong && this.#silent) this.log.info('sweeper.speaks-again');
    this.#silent = tooLong;
    if (!tooLong) this.#toldByMail = false;
    else if (!this.#toldByMail) await this.#tell();
  }

  async #tell(): Promise<void> {
    this.#toldByMail = true;
    await this.#mail().catch((error: unknown) => {
      this.#toldByMail = false;
      throw error;
    });
  }

  async #mail(): Promise<void> {
    if (!this.env.ALARM_MAIL_TO || !this.env.MAIL_URL) return;
    const { url, from, requireTls } = mailSettings(this.env);
    const message = await composeMail({
      from,
      to: [this.env.ALARM_MAIL_TO],
      subject: 'Genmæle: baggrundsarbejdet er gået i stå',
      text: 'Det løbende eftersyn har været tavst i over to minutter. Se, om worker-processen kører, og om databasen svarer: npx genmaele doctor',
      messageId: `<alarm.${this.clock.now().getTime()}@${from.split('@')[1] ?? 'genmaele'}>`,
      date: this.clock.now(),
      attachments: [],
    });
    await sendMail({ url, requireTls, envelope: { from, to: [this.env.ALARM_MAIL_TO] }, message, beforeFinalDot: async () => undefined });
  }
}
