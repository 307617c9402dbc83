import { randomUUID } from 'node:crypto';
import { localDateOf } from '@genmaele/calendar';
import { usualNoticeSettings } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { digestDayAt, digestMoment, type DigestTimes, nextDigest } from './digest-days.js';

const openWork = `job = 'digest.send' AND state IN ('ready', 'leased')`;

/** Promises the person's next digest, unless it is promised. Two promises would do no harm: a digest is built once a day, whoever rings. */
export async function promiseDigest(tx: Tx, personId: string, times: DigestTimes, now: Date): Promise<void> {
  await promiseAt(tx, personId, nextDigest(times, now), now);
}

async function promiseAt(tx: Tx, personId: string, { day, at }: { day: string; at: Date }, now: Date): Promise<void> {
  const subject = `person:${personId}`;
  const promised = await rowsOf(tx, `SELECT 1 FROM work WHERE subject = $1 AND ${openWork} AND due_at <= $2`, [subject, at]);
  if (promised.length === 0) await promiseWork(tx, 'digest.send', { personId, day }, { subject, once: randomUUID(), dueAt: at, now });
}

interface Waiting {
  id: string;
  digestTime: string | null;
  weekdays: number[] | null;
  /** From when the person has been here, with these settings. */
  from: Date;
  builtToday: boolean;
}

/** Less than lies between two digests, also over the night that spring makes an hour shorter. */
const nearlyADay = 22 * 60 * 60 * 1000;

/**
 * A repair of the sweep: everybody with an open account, and a role or something to read, has a digest promised, no later than their next one, and at once when
 * today's moment has passed without one. So it promises the first of a new person, and mends what an outage or a clock that leapt has left
 * behind. Returns 0: nothing of this is a fault to be told of.
 */
export async function promiseDigests(tx: Tx, now: Date): Promise<number> {
  const people = await rowsOf<Waiting>(
    tx,
    `SELECT p.id, s.digest_time AS "digestTime", s.weekdays, greatest(p.created_at, s.changed_at) AS "from", d.day IS NOT NULL AS "builtToday"
     FROM person p LEFT JOIN notice_setting s ON s.person_id = p.id LEFT JOIN digest d ON d.person_id = p.id AND d.day = $3
     LEFT JOIN LATERAL (SELECT min(due_at) AS due_at FROM work WHERE subject = 'person:' || p.id AND ${openWork}) w ON true
     WHERE p.disabled_at IS NULL AND (w.due_at IS NULL OR w.due_at > $2 OR (d.day IS NULL AND w.due_at > $1))
       AND (EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1))
            OR EXISTS (SELECT 1 FROM notice_line l WHERE l.person_id = p.id AND l.told_at IS NULL))`,
    [now, new Date(now.getTime() + nearlyADay), localDateOf(now)],
  );
  for (const person of people) await promiseFor(tx, person, now);
  return 0;
}

async function promiseFor(tx: Tx, { id, digestTime, weekdays, from, builtToday }: Waiting, now: Date): Promise<void> {
  const times = digestTime && weekdays ? { digestTime, weekdays } : usualNoticeSettings;
  const today = builtToday ? undefined : digestDayAt(times, now);
  const late = today && digestMoment(times, today) >= from ? { day: today, at: now } : undefined;
  await promiseAt(tx, id, late ?? nextDigest(times, now), now);
}
