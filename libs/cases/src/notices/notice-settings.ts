import { appendAudit } from '@genmaele/audit';
import { type NoticeSettings, usualNoticeSettings } from '@genmaele/contracts';
import { cancelWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { promiseDigest } from './promise-digests.js';

/** How a person wants to be told; the usual settings for who has chosen none. */
export async function settingsOf(db: DataSource | Tx, personId: string): Promise<NoticeSettings> {
  const [row] = await rowsOf<NoticeSettings>(
    db,
    'SELECT digest_time AS "digestTime", weekdays, at_once AS "atOnce" FROM notice_setting WHERE person_id = $1',
    [personId],
  );
  return row ?? usualNoticeSettings;
}

/** Keeps what a person has chosen, and moves the promise of the next digest. A day whose digest has been built gets no second. */
export async function changeSettings(
  tx: Tx,
  personId: string,
  settings: NoticeSettings,
  by: { now: Date; requestId?: string | undefined },
): Promise<void> {
  await tx.query(
    `INSERT INTO notice_setting (person_id, digest_time, weekdays, at_once, changed_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id) DO UPDATE SET digest_time = excluded.digest_time, weekdays = excluded.weekdays, at_once = excluded.at_once,
       changed_at = excluded.changed_at`,
    [personId, settings.digestTime, JSON.stringify(settings.weekdays), JSON.stringify(settings.atOnce), by.now],
  );
  await cancelWork(tx, `person:${personId}`, ['digest.send']);
  await promiseDigest(tx, personId, settings, by.now);
  const line = { actorId: personId, action: 'person.notices', subject: `person:${personId}`, requestId: by.requestId };
  await appendAudit(
    tx,
    { ...line, facts: { digestTime: settings.digestTime, weekdays: settings.weekdays.join(), atOnce: settings.atOnce.join() } },
    by.now,
  );
}
