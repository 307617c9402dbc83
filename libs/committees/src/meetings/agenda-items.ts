import { randomUUID } from 'node:crypto';
import { AppError, type AgendaItemFields } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { consentsToLate, managing, recording, refuseWithoutRole, roleMissing, standingIn } from '../bodies/standing-in-body.js';
import { type LockedMeeting, lockMeeting, lockMeetingOfItem } from './lock-meeting.js';
import { agendaCloseOf } from './plan-meetings.js';

function refused(reason: string, remedy: string): AppError {
  return new AppError('agenda-item.refused', { reason, remedy });
}

/** Whether the agenda is closed to what is not late: by its step, or by the clock before the step was taken. */
function isClosed(meeting: LockedMeeting, now: Date): boolean {
  return meeting.state !== 'planned' || agendaCloseOf(meeting) <= now;
}

/**
 * Puts an item on an agenda, last. After the agenda has closed it is late: it needs a reason, and the chair's consent before papers or minutes can
 * go out. A case stands once on an agenda. Returns the item's id. Errors: `meeting.not-found`, `agenda-item.refused`, `meeting.role-missing`.
 */
export async function addAgendaItem(tx: Tx, meetingId: string, fields: AgendaItemFields, by: ActingInBody): Promise<string> {
  const meeting = await lockMeeting(tx, meetingId);
  refuseWithoutRole(by.actor, meeting.committeeId, managing);
  return writeItem(tx, meeting, fields, by);
}

/**
 * Puts a case that waits for the body on its agenda, as the system does for one that was postponed or sent with a reservation; the same case twice is one
 * item. An agenda that has closed is not opened by this: `agenda-item.refused`.
 */
export async function queueCase(
  tx: Tx,
  meetingId: string,
  fields: AgendaItemFields & { caseId: string },
  by: ActingInBody,
  postponedFrom?: string,
): Promise<string> {
  const meeting = await lockMeeting(tx, meetingId);
  const [same] = await rowsOf<{ id: string }>(
    tx,
    'SELECT id FROM agenda_item WHERE meeting_id = $1 AND case_id = $2 AND withdrawn_at IS NULL',
    [meetingId, fields.caseId],
  );
  return same ? same.id : writeItem(tx, meeting, fields, by, postponedFrom);
}

/** Writes the item on a meeting that is locked already; `postponedFrom` is the item it comes from. */
export async function writeItem(
  tx: Tx,
  meeting: LockedMeeting,
  fields: AgendaItemFields,
  by: ActingInBody,
  postponedFrom?: string,
): Promise<string> {
  if (['minutes-out', 'minutes-confirmed', 'cancelled'].includes(meeting.state))
    throw refused(`Mødet er i tilstanden «${meeting.stateName}».`, 'Sæt punktet på et senere møde.');
  const late = isClosed(meeting, by.now);
  if (late && !fields.lateReason)
    throw refused('Dagsordenen er lukket.', 'Begrund, hvorfor punktet ikke kan vente, eller vælg et senere møde.');
  const { caseId, versionSha256 } = fields;
  if (caseId) await refuseCaseTwice(tx, meeting.id, caseId);
  const id = randomUUID();
  await tx.query(
    `INSERT INTO agenda_item (id, meeting_id, position, title, open, case_id, version_sha256, recommendation, late, late_reason, postponed_from, added_by, added_at)
     VALUES ($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM agenda_item WHERE meeting_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      meeting.id,
      fields.title,
      fields.open,
      caseId ?? null,
      versionSha256 ?? null,
      fields.recommendation ?? null,
      late,
      late ? fields.lateReason : null,
      postponedFrom ?? null,
      by.actor.id ?? null,
      by.now,
    ],
  );
  await logOf(tx, by, 'agenda-item.add', `meeting:${meeting.id}`, { itemId: id, late, open: fields.open, caseId: caseId ?? null });
  return id;
}

async function refuseCaseTwice(tx: Tx, meetingId: string, caseId: string, but?: string): Promise<void> {
  const same = await rowsOf(
    tx,
    'SELECT 1 FROM agenda_item WHERE meeting_id = $1 AND case_id = $2 AND withdrawn_at IS NULL AND id <> coalesce($3, gen_random_uuid())',
    [meetingId, caseId, but ?? null],
  );
  if (same.length > 0) throw refused('Sagen står allerede på dagsordenen.', 'Ret det punkt, der er.');
}

/** Changes an item before its papers are sent; a late one that waits for consent also after. Errors: `agenda-item.not-found`, `agenda-item.refused`, `meeting.role-missing`. */
export async function changeAgendaItem(tx: Tx, itemId: string, fields: AgendaItemFields, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, managing);
  await refuseOnceRead(tx, meeting, itemId);
  if (fields.caseId) await refuseCaseTwice(tx, meeting.id, fields.caseId, itemId);
  await tx.query('UPDATE agenda_item SET title = $2, open = $3, case_id = $4, version_sha256 = $5, recommendation = $6 WHERE id = $1', [
    itemId,
    fields.title,
    fields.open,
    fields.caseId ?? null,
    fields.versionSha256 ?? null,
    fields.recommendation ?? null,
  ]);
  await logOf(tx, by, 'agenda-item.change', `meeting:${meeting.id}`, { itemId, open: fields.open, caseId: fields.caseId ?? null });
}

/** Moves an item to a place in the order, from 1. Errors: `agenda-item.not-found`, `agenda-item.refused`, `meeting.role-missing`. */
export async function moveAgendaItem(tx: Tx, itemId: string, place: number, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, managing);
  refuseAfterPapers(meeting);
  const order = (await standingItems(tx, meeting.id)).filter((id) => id !== itemId);
  order.splice(Math.max(0, place - 1), 0, itemId);
  await numberItems(tx, order);
  await logOf(tx, by, 'agenda-item.move', `meeting:${meeting.id}`, { itemId, place });
}

/** The ids of a meeting's items that stand, in order. */
export async function standingItems(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    'SELECT id FROM agenda_item WHERE meeting_id = $1 AND withdrawn_at IS NULL ORDER BY position, added_at, id',
    [meetingId],
  );
  return rows.map(({ id }) => id);
}

/** Numbers items in this order, from 1. */
export async function numberItems(tx: Tx, order: readonly string[]): Promise<void> {
  await tx.query('UPDATE agenda_item i SET position = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, place) WHERE i.id = o.id', [
    order,
  ]);
}

function refuseAfterPapers({ state }: LockedMeeting): void {
  if (state !== 'planned' && state !== 'agenda-closed')
    throw refused('Dagsordenen er sendt til medlemmerne.', 'Sæt et nyt punkt på, eller lad det, der er, blive udsat på mødet.');
}

/** What the members have been sent stays as it is; a late item that waits for consent they have not seen. */
async function refuseOnceRead(tx: Tx, meeting: LockedMeeting, itemId: string): Promise<void> {
  const waiting = await rowsOf(tx, 'SELECT 1 FROM agenda_item WHERE id = $1 AND late AND late_consent_at IS NULL', [itemId]);
  if (waiting.length === 0) refuseAfterPapers(meeting);
}

/** Takes an item off an agenda before its papers are sent; a late one that waits for consent also after. Errors: as {@link changeAgendaItem}. */
export async function withdrawAgendaItem(tx: Tx, itemId: string, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, managing);
  await refuseOnceRead(tx, meeting, itemId);
  await tx.query('UPDATE agenda_item SET withdrawn_at = $2 WHERE id = $1', [itemId, by.now]);
  await numberItems(tx, await standingItems(tx, meeting.id));
  await logOf(tx, by, 'agenda-item.withdraw', `meeting:${meeting.id}`, { itemId });
}

/**
 * The chair consents to a late item; the vice chair may in the chair's place. When the papers are out already, the members are told.
 * Errors: `agenda-item.not-found`, `agenda-item.refused` (not late, or consented to already), `meeting.role-missing`.
 */
export async function consentToLateItem(tx: Tx, itemId: string, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  if (!consentsToLate(await standingIn(tx, by.actor, meeting.committeeId, meeting.date))) throw roleMissing(['chair', 'vice-chair']);
  const hit = await rowsOf(
    tx,
    'UPDATE agenda_item SET late_consent_by = $2, late_consent_at = $3 WHERE id = $1 AND late AND late_consent_at IS NULL RETURNING id',
    [itemId, by.actor.id, by.now],
  );
  if (hit.length === 0) throw refused('Punktet venter ikke på samtykke.', 'Genindlæs dagsordenen.');
  if (meeting.state === 'papers-sent') {
    const subject = `meeting:${meeting.id}`;
    const promise = { subject, once: `${meeting.id}:late:${itemId}`, dueAt: by.now, now: by.now };
    await promiseWork(tx, 'agenda.remind', { meetingId: meeting.id, about: 'late-paper' }, promise);
  }
  await logOf(tx, by, 'agenda-item.consent', `meeting:${meeting.id}`, { itemId });
}

/** Lays a kept file with an item, while it can be changed. The same file twice is one. Errors: as {@link changeAgendaItem}. */
export async function attachFile(tx: Tx, itemId: string, file: { sha256: string; fileName: string }, by: ActingInBody): Promise<void> {
  const meeting = await lockMeetingOfItem(tx, itemId);
  refuseWithoutRole(by.actor, meeting.committeeId, recording);
  await refuseOnceRead(tx, meeting, itemId);
  await tx.query('INSERT INTO agenda_attachment (item_id, sha256, file_name, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    itemId,
    file.sha256,
    file.fileName,
    by.now,
  ]);
  await logOf(tx, by, 'agenda-item.attach', `meeting:${meeting.id}`, { itemId, sha256: file.sha256 });
}
