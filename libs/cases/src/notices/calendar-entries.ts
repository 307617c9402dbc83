import { addDays, localDateOf } from '@genmaele/calendar';
import { canonicalJson, sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { calendarKeeps, calendarThings, type CalendarThing } from './calendar-sources.js';

/** A thing as a calendar that follows it reads it: the number grows with each change, and what fell away is cancelled, not gone. */
export interface CalendarEntry extends CalendarThing {
  readonly personId: string;
  readonly sequence: number;
  readonly changedAt: Date;
  readonly cancelled: boolean;
}

interface EntryRow {
  source: string;
  sha256: string;
  content: CalendarThing;
  sequence: number;
  changedAt: Date;
  cancelledAt: Date | null;
}

/**
 * The person's calendar at `now`, and keeps what it says: a thing that is new begins at 0; one that moved, was renamed, fell away or came back
 * gets the next number. What fell away stays as cancelled for sixty days; what is over for as long is no longer shown. Two readings at once
 * give the same.
 */
export async function calendarEntries(tx: Tx, personId: string, now: Date): Promise<CalendarEntry[]> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('calendar:' || $1::text, 0))`, [personId]);
  const [rows, things] = [await entriesOf(tx, personId), await calendarThings(tx, personId, now)];
  const known = new Map(rows.map((row) => [row.source, row]));
  const oldest = addDays(localDateOf(now), -calendarKeeps);
  for (const thing of things) {
    const row = known.get(thing.source);
    if (!row || row.cancelledAt || row.sha256 !== hashOf(thing)) await put(tx, personId, thing, (row?.sequence ?? -1) + 1, now);
  }
  const current = new Set(things.map(({ source }) => source));
  for (const row of rows) {
    if (current.has(row.source) || row.cancelledAt || row.content.date < oldest) continue;
    await tx.query(
      'UPDATE calendar_entry SET cancelled_at = $3, changed_at = $3, sequence = sequence + 1 WHERE person_id = $1 AND source = $2',
      [personId, row.source, now],
    );
  }
  const after = new Date(now.getTime() - calendarKeeps * 24 * 60 * 60 * 1000);
  return (await entriesOf(tx, personId))
    .filter(({ source, cancelledAt }) => (cancelledAt ? cancelledAt > after : current.has(source)))
    .map(({ content, sequence, changedAt, cancelledAt }) => ({
      ...content,
      personId,
      sequence,
      changedAt,
      cancelled: cancelledAt !== null,
    }));
}

const hashOf = (thing: CalendarThing): string => sha256(canonicalJson(thing));

function entriesOf(tx: Tx, personId: string): Promise<EntryRow[]> {
  return rowsOf(
    tx,
    `SELECT source, content_sha256 AS sha256, content, sequence, changed_at AS "changedAt", cancelled_at AS "cancelledAt"
     FROM calendar_entry WHERE person_id = $1 ORDER BY content->>'date', source`,
    [personId],
  );
}

async function put(tx: Tx, personId: string, thing: CalendarThing, sequence: number, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO calendar_entry (person_id, source, content_sha256, content, sequence, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (person_id, source) DO UPDATE SET content_sha256 = excluded.content_sha256, content = excluded.content,
       sequence = excluded.sequence, changed_at = excluded.changed_at, cancelled_at = NULL`,
    [personId, thing.source, hashOf(thing), thing, sequence, now],
  );
}
