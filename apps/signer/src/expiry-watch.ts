import { writeNotice } from '@genmaele/cases';
import { certificateExpiry, type SigningKeys } from '@genmaele/documents';
import { type Clock, describeError, type Environment, inTransaction, type Log, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

const everyHour = 60 * 60 * 1000;

/** Watches when the certificates of the signer's keys end: the log says so, and ALARM_MAIL_TO is told once at 90, 30 and 7 days. */
export class ExpiryWatch {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: SigningKeys,
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly env: Environment,
  ) {}

  /** Looks now and each hour. */
  start(): void {
    const look = () => void this.look().catch((error: unknown) => this.log.error('expiry-watch.failed', describeError(error)));
    this.#timer = setInterval(look, everyHour);
    this.#timer.unref();
    look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks once. */
  async look(): Promise<void> {
    const now = this.clock.now();
    for (const { signer } of this.keys.all) {
      for (const der of await signer.certificateChain()) {
        const { name, fingerprint, ends, daysLeft, warning } = certificateExpiry(der, now);
        if (warning === undefined) continue;
        this.log[daysLeft <= 7 ? 'error' : 'warn']('certificate.expires', { reason: `${fingerprint.slice(0, 16)}: ${daysLeft} dage` });
        const date = ends.toISOString().slice(0, 10);
        const subject = `Genmæle: et certifikat udløber ${date} (varsel ${warning} dage, ${fingerprint.slice(0, 16)})`;
        await this.#tell(
          subject,
          `Certifikatet for ${name} udløber ${date}. Derefter kan ingen breve underskrives med det. Se docs/runbook.md.`,
          now,
        );
      }
    }
  }

  async #tell(subject: string, text: string, now: Date): Promise<void> {
    const recipient = this.env.ALARM_MAIL_TO;
    if (!recipient) return;
    await inTransaction(this.database, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [subject]); // two signers that look at once tell once
      const told = await rowsOf(tx, `SELECT 1 FROM notice WHERE kind = 'alarm' AND recipient = $1 AND subject = $2`, [recipient, subject]);
      if (told.length === 0) await writeNotice(tx, { recipient, kind: 'alarm', subject, text }, subject, now);
    });
  }
}
