import { randomUUID } from 'node:crypto';
import { AppError, canonicalJson, type MinutesReply, sha256 } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { roleMissing } from '../bodies/standing-in-body.js';
import { membersOn } from '../bodies/body-queries.js';
import { type Agenda, type AgendaLine, agendaNow } from '../meetings/agenda-snapshot.js';
import { lockMeeting, type LockedMeeting } from '../meetings/lock-meeting.js';
import { absencesOf, attendeesOf } from '../meetings/manning.js';
import { type Decision, decisionsOfMeeting } from './decision-queries.js';

/** An item of the minutes: the item, who did not take part, and what was decided; corrected decisions stay, first to last. */
export interface MinutesItem extends AgendaLine {
  readonly absences: readonly { name: string; kind: 'ineligible' | 'absent'; reason: string | null }[];
  readonly decisions: readonly Pick<
    Decision,
    'id' | 'outcome' | 'changes' | 'points' | 'postponedTo' | 'participants' | 'quorate' | 'dissents' | 'corrects' | 'reason'
  >[];
}

/** The minutes of a meeting, as drafted from what was written down. */
export interface MinutesContent extends Omit<Agenda, 'items'> {
  readonly present: readonly string[];
  readonly away: readonly string[];
  readonly items: readonly MinutesItem[];
}

/** The minutes as they were sent, and what the members answered. */
export interface Minutes {
  readonly id: string;
  readonly number: number;
  readonly content: MinutesContent;
  readonly sha256: string;
  readonly deadline: Date;
  readonly sentAt: Date;
  readonly replies: readonly { membershipId: string; name: string; kind: MinutesReply['kind']; text: string | null; at: Date }[];
}

async function draftMinutes(tx: Tx, meeting: LockedMeeting): Promise<MinutesContent> {
  const attendees = await attendeesOf(tx, meeting);
  const decisions = await decisionsOfMeeting(tx, meeting.id);
  const agenda = await agendaNow(tx, meeting);
  const nameOf = (id: string) => attendees.find((each) => each.membershipId === id)?.name ?? '';
  const items: MinutesItem[] = [];
  for (const line of agenda.items) {
    const absences = await absencesOf(tx, line.itemId);
    items.push({
      ...line,
      absences: absences.map(({ membershipId, kind, reason }) => ({ name: nameOf(membershipId), kind, reason })),
      decisions: decisions.filter(({ itemId }) => itemId === line.itemId).map(spoken),
    });
  }
  const seats = attendees.filter((each) => each.present || each.function !== 'alternate');
  return {
    ...agenda,
    present: seats.filter(({ present }) => present).map(({ name }) => name),
    away: seats.filter(({ present }) => !present).map(({ name }) => name),
    items,
  };
}

function spoken(decision: Decision): MinutesItem['decisions'][number] {
  const { id, outcome, changes, points, postponedTo, participants, quorate, dissents, corrects, reason } = decision;
  return { id, outcome, changes, points, postponedTo, participants, quorate, dissents, corrects, reason };
}

/** Drafts the minutes from what was decided, keeps them, and promises that the members' silence ends at the deadline. The next number is a corrected set. */
export async function sendMinutes(tx: Tx, meeting: LockedMeeting, deadline: Date, by: ActingInBody): Promise<string> {
  const content = await draftMinutes(tx, meeting);
  const id = randomUUID();
  await tx.query(
    `INSERT INTO meeting_minutes (id, meeting_id, number, content, sha256, deadline, sent_by, sent_at)
     VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM meeting_minutes WHERE meeting_id = $2), $3, $4, $5, $6, $7)`,
    [id, meeting.id, content, sha256(canonicalJson(content)), deadline, by.actor.id ?? null, by.now],
  );
  const subject = `meeting:${meeting.id}`;
  await promiseWork(tx, 'minutes.close', { minutesId: id }, { subject, once: id, dueAt: deadline, now: by.now });
  await promiseWork(
    tx,
    'agenda.remind',
    { meetingId: meeting.id, about: 'minutes' },
    { subject, once: `minutes:${id}`, dueAt: by.now, now: by.now },
  );
  return id;
}

/** The minutes in force, that is those sent last; undefined when none are. */
export async function minutesInForce(db: DataSource | Tx, meetingId: string): Promise<Minutes | undefined> {
  const [minutes] = await rowsOf<Omit<Minutes, 'replies'>>(
    db,
    `SELECT id, number, content, sha256, deadline, sent_at AS "sentAt" FROM meeting_minutes WHERE meeting_id = $1 ORDER BY number DESC LIMIT 1`,
    [meetingId],
  );
  if (!minutes) return undefined;
  const replies = await rowsOf<Minutes['replies'][number]>(
    db,
    `SELECT r.membership_id AS "membershipId", coalesce(p.name, m.outsider_name) AS name, r.kind, r.text, r.at
     FROM minutes_reply r JOIN committee_membership m ON m.id = r.membership_id LEFT JOIN person p ON p.id = m.person_id
     WHERE r.minutes_id = $1 ORDER BY r.at, name`,
    [minutes.id],
  );
  return { ...minutes, replies };
}

/** How the members have answered the minutes in force. A member without an account cannot answer, and is not waited for. */
export async function minutesStanding(
  tx: Tx,
  meeting: LockedMeeting,
): Promise<{ unanswered: number; objections: number; deadline: Date | undefined }> {
  const minutes = await minutesInForce(tx, meeting.id);
  const asked = (await membersOn(tx, meeting.committeeId, meeting.date)).filter(
    ({ personId, function: is }) => personId && is !== 'alternate',
  );
  const answered = new Set(minutes?.replies.map(({ membershipId }) => membershipId));
  return {
    unanswered: asked.filter(({ membershipId }) => !answered.has(membershipId)).length,
    objections: minutes?.replies.filter(({ kind }) => kind === 'objection').length ?? 0,
    deadline: minutes?.deadline,
  };
}

/**
 * A member answers the minutes in force; until they are locked or the time is over the answer may be changed. Errors: `meeting.not-found`,
 * `meeting.action-not-allowed`, `minutes.refused` (the time is over), `meeting.role-missing` (not a member on the day of the meeting).
 */
export async function replyToMinutes(tx: Tx, meetingId: string, reply: MinutesReply, by: ActingInBody): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId);
  const place = (await membersOn(tx, meeting.committeeId, meeting.date)).find(
    ({ personId }) => personId !== null && personId === by.actor.id,
  );
  if (!place) throw roleMissing(['member', 'vice-chair', 'chair']);
  const minutes = await minutesInForce(tx, meetingId);
  if (meeting.state !== 'minutes-out' || !minutes)
    throw new AppError('meeting.action-not-allowed', { action: 'svar på referatet', state: meeting.stateName });
  if (minutes.deadline <= by.now)
    throw new AppError('minutes.refused', { reason: 'Fristen for indsigelser er udløbet.', remedy: 'Henvend dig til organets sekretær.' });
  await tx.query(
    `INSERT INTO minutes_reply (minutes_id, membership_id, kind, text, written_by, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (minutes_id, membership_id) DO UPDATE SET kind = excluded.kind, text = excluded.text, written_by = excluded.written_by, at = excluded.at`,
    [minutes.id, place.membershipId, reply.kind, reply.text ?? null, by.actor.id, by.now],
  );
  await logOf(tx, by, 'minutes.reply', `meeting:${meetingId}`, { minutesId: minutes.id, kind: reply.kind });
}
