import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Member, membersOn } from '../bodies/body-queries.js';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { recording, refuseWithoutRole } from '../bodies/standing-in-body.js';
import { type NotTakingPart, type Quorum, quorumOf } from '../decisions/quorum.js';
import { type LockedMeeting, lockMeeting, lockMeetingOfItem } from './lock-meeting.js';

/** A member at a meeting, and whether they came. */
export interface Attendee extends Member {
  readonly present: boolean;
}

/** The body's members on the day of the meeting, and who of them is present. */
export async function attendeesOf(db: DataSource | Tx, meeting: Pick<LockedMeeting, 'id' | 'committeeId' | 'date'>): Promise<Attendee[]> {
  const rows = await rowsOf<{ id: string }>(db, 'SELECT membership_id AS id FROM meeting_attendance WHERE meeting_id = $1 AND present', [
    meeting.id,
  ]);
  const present = new Set(rows.map(({ id }) => id));
  return (await membersOn(db, meeting.committeeId, meeting.date)).map((member) => ({
    ...member,
    present: present.has(member.membershipId),
  }));
}

/** Who of the attendees does not take part in an item. */
export async function absencesOf(db: DataSource | Tx, itemId: string): Promise<(NotTakingPart & { reason: string | null })[]> {
  return rowsOf(db, 'SELECT membership_id AS "membershipId", kind, reason FROM item_absence WHERE item_id = $1 ORDER BY 1', [itemId]);
}

/** How the body is manned for an item. */
export async function manningOf(db: DataSource | Tx, meeting: LockedMeeting, itemId: string): Promise<Quorum & { attendees: Attendee[] }> {
  const attendees = await attendeesOf(db, meeting);
  return { attendees, ...quorumOf(attendees, await absencesOf(db, itemId)) };
}

function refuseUnlessMeeting({ state, stateName }: LockedMeeting): void {
  if (state !== 'papers-sent' && state !== 'held')
    throw new AppError('meeting.action-not-allowed', { action: 'skriv fremmødet', state: stateName });
}

function notMember(): AppError {
  return new AppError('membership.refused', { reason: 'En af de nævnte er ikke medlem på mødedagen.', remedy: 'Vælg blandt medlemmerne.' });
}

/** Writes down who is present; whoever is not named is away. Errors: `meeting.not-found`, `meeting.action-not-allowed`, `membership.refused`, `meeting.role-missing`. */
export async function putAttendance(tx: Tx, meetingId: string, present: readonly string[], by: ActingInBody): Promise<void> {
  const meeting = await lockMeeting(tx, meetingId);
  refuseWithoutRole(by.actor, meeting.committeeId, recording);
  refuseUnlessMeeting(meeting);
  const members = await membersOn(tx, meeting.committeeId, meeting.date);
  if (present.some((id) => !members.some(({ membershipId }) => membershipId === id))) throw notMember();
  await tx.query(
    `INSERT INTO meeting_attendance (meeting_id, membership_id, present) SELECT $1, id, id = ANY($3) FROM unnest($2::uuid[]) AS m(id)
     ON CONFLICT (meeting_id, membership_id) DO UPDATE SET present = excluded.present`,
    [meetingId, members.map(({ membershipId }) => membershipId), present],
  );
  await logOf(tx, by, 'meeting.attendance', `meeting:${meetingId}`, { present: present.length, of: members.length });
}

/** Writes down that a member does not take part in an item, before it is decided. Errors: as {@link putAttendance}, `agenda-item.not-found`, `agenda-item.refused`. */
export async function putItemAbsence(
  tx: Tx,
  itemId: string,
  absence: { membershipId: string; kind: 'ineligible' | 'absent'; reason?: string | undefined },
  by: ActingInBody,
): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, recording);
  refuseUnlessMeeting(meeting);
  const members = await membersOn(tx, meeting.committeeId, meeting.date);
  if (!members.some(({ membershipId }) => membershipId === absence.membershipId)) throw notMember();
  await refuseIfDecided(tx, itemId);
  await tx.query(
    `INSERT INTO item_absence (item_id, membership_id, kind, reason) VALUES ($1, $2, $3, $4)
     ON CONFLICT (item_id, membership_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason`,
    [itemId, absence.membershipId, absence.kind, absence.reason ?? null],
  );
  await logOf(tx, by, 'agenda-item.absence', `meeting:${meeting.id}`, { itemId, membershipId: absence.membershipId, kind: absence.kind });
}

/** Takes an absence back, before the item is decided. Errors: as {@link putItemAbsence}. */
export async function removeItemAbsence(tx: Tx, itemId: string, membershipId: string, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, recording);
  refuseUnlessMeeting(meeting);
  await refuseIfDecided(tx, itemId);
  await tx.query('DELETE FROM item_absence WHERE item_id = $1 AND membership_id = $2', [itemId, membershipId]);
  await logOf(tx, by, 'agenda-item.presence', `meeting:${meeting.id}`, { itemId, membershipId });
}

async function refuseIfDecided(tx: Tx, itemId: string): Promise<void> {
  const decided = await rowsOf(tx, 'SELECT 1 FROM committee_decision WHERE item_id = $1', [itemId]);
  if (decided.length === 0) return;
  throw new AppError('agenda-item.refused', { reason: 'Punktet er afgjort.', remedy: 'Ret beslutningen med en begrundelse.' });
}
