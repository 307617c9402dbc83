import { randomUUID } from 'node:crypto';
import { AppError, type DecisionBody } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { recording, refuseWithoutRole } from '../bodies/standing-in-body.js';
import { queueCase, writeItem } from '../meetings/agenda-items.js';
import { type AgendaLine, agendaLines } from '../meetings/agenda-snapshot.js';
import { lockMeeting, lockMeetingOfItem, type LockedMeeting } from '../meetings/lock-meeting.js';
import { manningOf } from '../meetings/manning.js';
import { type Dissent, type Participant } from './decision.entity.js';
import { type Decision, decisionInForce } from './decision-queries.js';
import { refuseDecision } from './decision-rules.js';

function refused(reason: string, remedy: string): AppError {
  return new AppError('decision.refused', { reason, remedy });
}

/**
 * Writes down what a body decided on an item, with who took part, and promises the job `committee.decided`. A postponed item stands on the later
 * agenda from the same moment. A decision never changes; a correction is a new one that names the old. Returns the decision's id. Errors:
 * `agenda-item.not-found`, `meeting.action-not-allowed` (not held, or the minutes are locked), `decision.refused`, `meeting.role-missing`.
 */
export async function recordDecision(tx: Tx, itemId: string, body: DecisionBody, by: ActingInBody): Promise<string> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, recording);
  if (meeting.state !== 'held' && meeting.state !== 'minutes-out')
    throw new AppError('meeting.action-not-allowed', { action: 'før beslutning til protokol', state: meeting.stateName });
  const item = (await agendaLines(tx, meeting.id)).find((line) => line.itemId === itemId);
  if (!item) throw new AppError('agenda-item.not-found');
  const { takingPart, eligible, quorate, attendees } = await manningOf(tx, meeting, itemId);
  const inForce = (await decisionInForce(tx, itemId))?.id;
  const ground = { quorate, takingPart, hasCase: item.caseId !== null, inForce, waitsForConsent: item.late && !item.consented };
  const refusal = refuseDecision(body, ground);
  if (refusal) throw refused(...refusal);
  if (body.postponedTo) await postpone(tx, meeting, item, body.postponedTo, by);
  const named = (id: string): Participant => ({ membershipId: id, name: attendees.find((each) => each.membershipId === id)?.name ?? '' });
  const dissents = body.dissents.map(({ membershipId, text }): Dissent => ({ ...named(membershipId), text }));
  const { committeeId, id: meetingId } = meeting;
  const where = { committeeId, meetingId, itemId, procedureId: null, caseId: item.caseId, versionSha256: item.versionSha256 };
  return writeDecision(tx, { ...where, ...body, dissents, participants: takingPart.map(named), eligible, quorate }, by);
}

async function postpone(tx: Tx, from: LockedMeeting, item: AgendaLine, meetingId: string, by: ActingInBody): Promise<void> {
  const to = await lockMeeting(tx, meetingId);
  if (to.committeeId !== from.committeeId || to.date <= from.date || to.state !== 'planned')
    throw refused('Der kan ikke udsættes til det møde.', 'Vælg et senere møde i samme organ, hvis dagsorden er åben.');
  const { title, open, recommendation, caseId, versionSha256, itemId } = item;
  const fields = { title, open, ...(recommendation ? { recommendation } : {}) };
  const standing = await rowsOf(tx, 'SELECT 1 FROM agenda_item WHERE meeting_id = $1 AND postponed_from = $2 AND withdrawn_at IS NULL', [
    meetingId,
    itemId,
  ]);
  if (standing.length > 0) return;
  if (caseId && versionSha256) await queueCase(tx, meetingId, { ...fields, caseId, versionSha256 }, by, itemId);
  else await writeItem(tx, to, fields, by, itemId);
}

type Written = Pick<
  Decision,
  'committeeId' | 'meetingId' | 'itemId' | 'procedureId' | 'caseId' | 'versionSha256' | 'participants' | 'eligible' | 'quorate' | 'dissents'
> &
  Omit<DecisionBody, 'dissents'>;

/** Writes a decision's row, promises `committee.decided` and logs it. The rules are the caller's to hold. */
export async function writeDecision(tx: Tx, written: Written, by: ActingInBody): Promise<string> {
  const id = randomUUID();
  await tx.query(
    `INSERT INTO committee_decision (id, committee_id, meeting_id, item_id, procedure_id, case_id, version_sha256, outcome, changes, points,
       postponed_to, participants, eligible, quorate, dissents, corrects, reason, recorded_by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      id,
      written.committeeId,
      written.meetingId,
      written.itemId,
      written.procedureId,
      written.caseId,
      written.versionSha256,
      written.outcome,
      written.changes ?? null,
      JSON.stringify(written.points),
      written.postponedTo ?? null,
      JSON.stringify(written.participants),
      written.eligible,
      written.quorate,
      JSON.stringify(written.dissents),
      written.corrects ?? null,
      written.corrects ? written.reason : null,
      by.actor.id ?? null,
      by.now,
    ],
  );
  const subject = written.caseId ? `case:${written.caseId}` : `decision:${id}`;
  await promiseWork(tx, 'committee.decided', { decisionId: id }, { subject, once: id, dueAt: by.now, now: by.now });
  const about = written.meetingId ? `meeting:${written.meetingId}` : `procedure:${written.procedureId ?? ''}`;
  const { outcome, caseId, versionSha256, quorate } = written;
  await logOf(tx, by, 'decision.record', about, {
    decisionId: id,
    outcome,
    quorate,
    caseId,
    versionSha256,
    corrects: written.corrects ?? null,
  });
  return id;
}
