import { randomUUID } from 'node:crypto';
import { parseDeadline } from '@genmaele/calendar';
import { AppError, type MeetingFields } from '@genmaele/contracts';
import { cancelWork, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { bodyById } from '../bodies/body-queries.js';
import { managing, refuseWithoutRole } from '../bodies/standing-in-body.js';
import { lockMeeting } from './lock-meeting.js';

/** The clock time in Copenhagen at which an agenda closes. */
export const agendaClosesAt = '16:00';

/** The moment an agenda closes. */
export function agendaCloseOf({ agendaClose }: Pick<MeetingFields, 'agendaClose'>): Date {
  return new Date(parseDeadline(`${agendaClose}T${agendaClosesAt}`).instant);
}

const values = ({ date, startTime, place, onlineUrl, agendaClose, papersDate }: MeetingFields) => [
  date,
  startTime ?? null,
  place ?? null,
  onlineUrl ?? null,
  agendaClose,
  papersDate ?? null,
];

/**
 * Writes a meeting, one a day for each body, and promises that its agenda closes by itself. A second call for the day changes the plan, as long as the
 * agenda is open; later it changes nothing. Returns the id and whether it is new. Who may is the caller's to say.
 */
export async function putMeeting(tx: Tx, committeeId: string, fields: MeetingFields, now: Date): Promise<{ id: string; isNew: boolean }> {
  const id = randomUUID();
  const [put] = await rowsOf<{ id: string; version: number }>(
    tx,
    `INSERT INTO committee_meeting (id, committee_id, date, start_time, place, online_url, agenda_close, papers_date)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (committee_id, date) DO UPDATE SET start_time = excluded.start_time, place = excluded.place, online_url = excluded.online_url,
       agenda_close = excluded.agenda_close, papers_date = excluded.papers_date, version = committee_meeting.version + 1
     WHERE committee_meeting.state = 'planned' AND
       (committee_meeting.start_time, committee_meeting.place, committee_meeting.online_url, committee_meeting.agenda_close, committee_meeting.papers_date)
       IS DISTINCT FROM (excluded.start_time, excluded.place, excluded.online_url, excluded.agenda_close, excluded.papers_date)
     RETURNING id, version`,
    [id, committeeId, ...values(fields)],
  );
  if (!put) {
    const [same] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM committee_meeting WHERE committee_id = $1 AND date = $2', [
      committeeId,
      fields.date,
    ]);
    return { id: same?.id ?? id, isNew: false };
  }
  await promiseAgendaClose(tx, put.id, put.version, fields, now);
  await promiseReplanning(tx, committeeId, now);
  return { id: put.id, isNew: put.id === id };
}

/** The promise is named by the meeting's version: a plan that is changed and changed back is promised anew. */
async function promiseAgendaClose(tx: Tx, meetingId: string, version: number, fields: MeetingFields, now: Date): Promise<void> {
  const subject = `meeting:${meetingId}`;
  await cancelWork(tx, subject, ['agenda.build']);
  await promiseWork(tx, 'agenda.build', { meetingId }, { subject, once: `${meetingId}:${version}`, dueAt: agendaCloseOf(fields), now });
}

/** Promises that the plans of the body's cases follow its meetings; many meetings changed in one transaction are one promise. */
export async function promiseReplanning(tx: Tx, committeeId: string, now: Date): Promise<void> {
  const [transaction] = await rowsOf<{ id: string }>(tx, 'SELECT pg_current_xact_id()::text AS id');
  const once = `${committeeId}:${transaction?.id}`;
  await promiseWork(tx, 'plan.renew', { cause: 'meeting', committeeId }, { subject: `plan:${committeeId}`, once, dueAt: now, now });
}

/** Plans a meeting. Errors: `body.not-found`, `body.refused` (the day is taken), `meeting.role-missing`. */
export async function planMeeting(tx: Tx, committeeId: string, fields: MeetingFields, by: ActingInBody): Promise<string> {
  refuseWithoutRole(by.actor, committeeId, managing);
  await bodyById(tx, committeeId);
  const taken = await rowsOf(tx, 'SELECT 1 FROM committee_meeting WHERE committee_id = $1 AND date = $2', [committeeId, fields.date]);
  if (taken.length > 0) throw dayTaken();
  const { id } = await putMeeting(tx, committeeId, fields, by.now);
  await logOf(tx, by, 'meeting.plan', `meeting:${id}`, { committeeId, date: fields.date, agendaClose: fields.agendaClose });
  return id;
}

/** Moves a meeting whose agenda is still open. Errors: `meeting.not-found`, `meeting.action-not-allowed`, `body.refused`, `meeting.role-missing`. */
export async function moveMeeting(tx: Tx, meetingId: string, fields: MeetingFields, by: ActingInBody): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId);
  refuseWithoutRole(by.actor, meeting.committeeId, managing);
  if (meeting.state !== 'planned') throw new AppError('meeting.action-not-allowed', { action: 'flyt', state: meeting.stateName });
  const taken = await rowsOf(tx, 'SELECT 1 FROM committee_meeting WHERE committee_id = $1 AND date = $2 AND id <> $3', [
    meeting.committeeId,
    fields.date,
    meetingId,
  ]);
  if (taken.length > 0) throw dayTaken();
  await tx.query(
    `UPDATE committee_meeting SET date = $2, start_time = $3, place = $4, online_url = $5, agenda_close = $6, papers_date = $7, version = version + 1
     WHERE id = $1`,
    [meetingId, ...values(fields)],
  );
  await promiseAgendaClose(tx, meetingId, meeting.version + 1, fields, by.now);
  await promiseReplanning(tx, meeting.committeeId, by.now);
  await logOf(tx, by, 'meeting.move', `meeting:${meetingId}`, { from: meeting.date, date: fields.date, agendaClose: fields.agendaClose });
}

function dayTaken(): AppError {
  return new AppError('body.refused', { reason: 'Organet har allerede et møde den dag.', remedy: 'Vælg en anden dag.' });
}
