import { addDays, formatDate, localDateOf, parseDeadline } from '@genmaele/calendar';
import { nextOpenMeeting, queueCase } from '@genmaele/committees';
import { type JobContext, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { systemActor } from './action-request.js';
import { letterStage, lockReservation } from './reservations.js';

/** Promises that a reservation is put on the committee's next agenda; `key` names the promise among those of the reservation. */
export async function promiseQueueing(
  tx: Tx,
  reservation: { id: string; caseId: string },
  key: string,
  dueAt: Date,
  now: Date,
): Promise<void> {
  const options = { subject: `case:${reservation.caseId}`, once: `${reservation.id}:${key}`, dueAt, now };
  await promiseWork(tx, 'reservation.queue', { reservationId: reservation.id }, options);
}

/** When a case has been sent: each of its open political reservations is promised a meeting. */
export async function queueReservationsOf(tx: Tx, caseId: string, now: Date): Promise<void> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM reservation WHERE case_id = $1 AND state = 'taken' AND lifted_by = 'meeting'`,
    [caseId],
  );
  for (const { id } of rows) await promiseQueueing(tx, { id, caseId }, `sent:${now.getTime()}`, now, now);
}

/**
 * The job `reservation.queue`: an open reservation of a letter that has been sent goes on the committee's next agenda that is open. Without such a
 * meeting it asks again the next morning; so it has a next step until it ends.
 */
export async function queueReservation(reservationId: string, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const locked = await lockReservation(tx, reservationId);
    if (locked.state !== 'taken' || letterStage(locked.caseState) !== 'sent') return;
    const today = localDateOf(context.now);
    const meeting = locked.committeeId ? await nextOpenMeeting(tx, locked.committeeId, today, context.now) : undefined;
    const [sent] = await rowsOf<{ title: string; number: string; sha256: string; confidential: boolean }>(
      tx,
      'SELECT title, number, approved_sha256 AS sha256, confidential FROM response_case WHERE id = $1 AND approved_sha256 IS NOT NULL',
      [locked.caseId],
    );
    if (!meeting || !sent) {
      const next = addDays(today, 1);
      return promiseQueueing(tx, locked, `try:${next}:${context.workId}`, new Date(parseDeadline(`${next}T06:00`).instant), context.now);
    }
    const itemId = await queueCase(
      tx,
      meeting.id,
      {
        caseId: locked.caseId,
        versionSha256: sent.sha256,
        title: `Høringssvar afgivet med forbehold: ${sent.title}`.slice(0, 500),
        open: !sent.confidential,
        recommendation: `Det indstilles, at svaret i sag ${sent.number}, som er sendt med forbehold for politisk behandling, bekræftes.`,
      },
      { actor: systemActor, now: context.now },
    );
    await tx.query('UPDATE reservation SET agenda_item_id = $2, meeting_id = $3, review_on = $4 WHERE id = $1', [
      reservationId,
      itemId,
      meeting.id,
      meeting.date,
    ]);
  });
}

/**
 * The repair sweep: finds open reservations of letters that have been sent, which a meeting must lift and which stand on no agenda that is still to come,
 * with no work that would put them on one; and promises it. Returns how many.
 */
export async function repairForgottenReservations(tx: Tx, now: Date): Promise<number> {
  const forgotten = await rowsOf<{ id: string; case_id: string }>(
    tx,
    `SELECT r.id, r.case_id FROM reservation r JOIN response_case c ON c.id = r.case_id
     WHERE r.state = 'taken' AND r.lifted_by = 'meeting' AND c.state IN ('sent', 'acknowledged')
       AND NOT EXISTS (SELECT 1 FROM agenda_item i JOIN committee_meeting m ON m.id = i.meeting_id
         WHERE i.case_id = r.case_id AND i.withdrawn_at IS NULL AND m.state NOT IN ('cancelled', 'minutes-confirmed'))
       AND NOT EXISTS (SELECT 1 FROM work w WHERE w.subject = 'case:' || r.case_id AND w.job IN ('reservation.queue', 'committee.decided')
         AND w.state IN ('ready', 'leased'))
     FOR UPDATE OF r SKIP LOCKED`,
  );
  for (const { id, case_id } of forgotten) await promiseQueueing(tx, { id, caseId: case_id }, `repair:${now.getTime()}`, now, now);
  return forgotten.length;
}

/** The day of a reservation's next step, in Danish words, for lists. */
export function nextStepOf(line: { liftedBy: string; meetingDate: string | null; reviewOn: string; decisionText: string | null }): string {
  if (line.meetingDate) return `på dagsordenen ${formatDate(parseDeadline(line.meetingDate).date)}`;
  if (line.liftedBy === 'meeting') return 'venter på et møde';
  return `${line.decisionText ?? 'venter på en beslutning'}; ses efter ${formatDate(parseDeadline(line.reviewOn).date)}`;
}
