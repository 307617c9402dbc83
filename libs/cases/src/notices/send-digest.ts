import { type LocalDate, weekday } from '@genmaele/calendar';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { digestContent } from './digest-content.js';
import { digestDayAt } from './digest-days.js';
import { digestMail, linesOf } from './digest-text.js';
import { settingsOf } from './notice-settings.js';
import { writeNotice } from './notices.js';
import { promiseDigest } from './promise-digests.js';

/** A first digest tells of the last three days. */
const firstSpan = 3 * 24 * 60 * 60 * 1000;

/**
 * The job `digest.send`: builds the person's digest of today from what is true now, when today is one of their days, its moment has come, and
 * it has not been built; promises the next in the same transaction. So there is one a day at most, never early, and days on which nothing
 * worked are told of by the first digest after them. With nothing to say it writes that down and sends nothing.
 */
export async function sendDigest(personId: string, context: JobContext): Promise<void> {
  const { now } = context;
  await context.finish(async (tx) => {
    const [person] = await rowsOf<{ email: string }>(
      tx,
      'SELECT email FROM person WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE',
      [personId],
    );
    if (!person) return;
    const settings = await settingsOf(tx, personId);
    await promiseDigest(tx, personId, settings, now);
    const day = digestDayAt(settings, now);
    if (day && !(await isBuilt(tx, personId, day)))
      await build(tx, { personId, email: person.email, day, firstWeekday: settings.weekdays[0] }, now);
  });
}

async function isBuilt(tx: Tx, personId: string, day: string): Promise<boolean> {
  return (await rowsOf(tx, 'SELECT 1 FROM digest WHERE person_id = $1 AND day = $2', [personId, day])).length > 0;
}

interface Due {
  readonly personId: string;
  readonly email: string;
  readonly day: LocalDate;
  readonly firstWeekday: number | undefined;
}

async function build(tx: Tx, { personId, email, day, firstWeekday }: Due, now: Date): Promise<void> {
  const [last] = await rowsOf<{ at: Date | null }>(tx, 'SELECT max(built_at) AS at FROM digest WHERE person_id = $1 AND built_at <= $2', [
    personId,
    now,
  ]);
  const since = last?.at ?? new Date(now.getTime() - firstSpan);
  const content = await digestContent(tx, { personId, since, now });
  const lines = linesOf(content, weekday(day) === firstWeekday);
  const mail = { recipient: email, personId, kind: 'digest', ...digestMail(content) } as const;
  const noticeId = lines > 0 ? await writeNotice(tx, mail, `digest:${personId}:${day}`, now) : null;
  await tx.query('INSERT INTO digest (person_id, day, built_at, lines, notice_id) VALUES ($1, $2, $3, $4, $5)', [
    personId,
    day,
    now,
    lines,
    noticeId,
  ]);
  await tx.query('UPDATE notice_line SET told_at = $2 WHERE person_id = $1 AND told_at IS NULL AND created_at <= $2', [personId, now]);
}
