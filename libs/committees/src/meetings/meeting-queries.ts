import { type Actor } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { AppError, type PaperKind } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { consentsToLate, type StandingInBody, standingIn } from '../bodies/standing-in-body.js';
import { bodyNameOn } from '../bodies/body-records.js';
import { type AgendaLine, agendaLines } from './agenda-snapshot.js';
import { type MeetingState } from './meeting-steps.js';

/** A meeting as lists show it. Days are `YYYY-MM-DD`, the clock time is `HH:MM` in Copenhagen. */
export interface MeetingLine {
  readonly id: string;
  readonly committeeId: string;
  readonly committeeName: string;
  readonly date: LocalDate;
  readonly startTime: string | null;
  readonly place: string | null;
  readonly onlineUrl: string | null;
  readonly agendaClose: string;
  readonly papersDate: string | null;
  readonly state: MeetingState;
  readonly version: number;
}

const columns = `m.id, m.committee_id AS "committeeId", c.name AS "committeeName", to_char(m.date, 'YYYY-MM-DD') AS date, m.start_time AS "startTime",
  m.place, m.online_url AS "onlineUrl", to_char(m.agenda_close, 'YYYY-MM-DD') AS "agendaClose", to_char(m.papers_date, 'YYYY-MM-DD') AS "papersDate",
  m.state, m.version`;
const tables = 'committee_meeting m JOIN committee c ON c.id = m.committee_id';

/** A meeting, with the name its body had on the day. Errors: `meeting.not-found`. */
export async function meetingById(db: DataSource | Tx, id: string): Promise<MeetingLine> {
  const [found] = await rowsOf<MeetingLine>(db, `SELECT ${columns} FROM ${tables} WHERE m.id = $1`, [id]);
  if (!found) throw new AppError('meeting.not-found');
  const committeeName = (await bodyNameOn(db, found.committeeId, parseLocalDate(found.date))) ?? found.committeeName;
  return { ...found, committeeName };
}

/** The meetings of bodies from a day on, the nearest first. */
export async function meetingsFrom(
  db: DataSource | Tx,
  committeeIds: readonly string[],
  from: LocalDate,
  most = 100,
): Promise<MeetingLine[]> {
  return rowsOf(db, `SELECT ${columns} FROM ${tables} WHERE m.committee_id = ANY($1) AND m.date >= $2 ORDER BY m.date, c.name LIMIT $3`, [
    committeeIds,
    from,
    most,
  ]);
}

/** The meetings of bodies before a day, the latest first. */
export async function meetingsBefore(
  db: DataSource | Tx,
  committeeIds: readonly string[],
  before: LocalDate,
  most = 20,
): Promise<MeetingLine[]> {
  return rowsOf(
    db,
    `SELECT ${columns} FROM ${tables} WHERE m.committee_id = ANY($1) AND m.date < $2 ORDER BY m.date DESC, c.name LIMIT $3`,
    [committeeIds, before, most],
  );
}

/** The next meeting of a body whose agenda is open, from a day on; undefined when none is planned. */
export async function nextOpenMeeting(
  db: DataSource | Tx,
  committeeId: string,
  from: LocalDate,
  now: Date,
): Promise<MeetingLine | undefined> {
  const [next] = await rowsOf<MeetingLine>(
    db,
    `SELECT ${columns} FROM ${tables} WHERE m.committee_id = $1 AND m.date >= $2 AND m.state = 'planned'
       AND (m.agenda_close + time '16:00') AT TIME ZONE 'Europe/Copenhagen' > $3 ORDER BY m.date LIMIT 1`,
    [committeeId, from, now],
  );
  return next;
}

/** The steps of a meeting, first to last, with who took them. */
export async function meetingStepsOf(
  db: DataSource | Tx,
  meetingId: string,
): Promise<{ from: MeetingState; to: MeetingState; action: string; actor: string | null; reason: string | null; at: Date }[]> {
  return rowsOf(
    db,
    `SELECT s.from_state AS "from", s.to_state AS "to", s.action, p.name AS actor, s.reason, s.at
     FROM meeting_step s LEFT JOIN person p ON p.id = s.actor_id WHERE s.meeting_id = $1 ORDER BY s.version`,
    [meetingId],
  );
}

/** A closed item as it is shown to whoever may only know that it is there. */
export interface HiddenLine {
  readonly number: number;
  readonly open: false;
  readonly hidden: true;
}

/** What a person may see of a meeting. */
export interface SeenMeeting {
  readonly meeting: MeetingLine;
  readonly standing: StandingInBody;
  /** Empty, with `unsent` true, before the papers are sent, for whoever does not prepare the meeting. */
  readonly items: readonly ((AgendaLine & { hidden: false }) | HiddenLine)[];
  readonly unsent: boolean;
}

const preparing: readonly MeetingState[] = ['planned', 'agenda-closed'];

/**
 * A meeting as the person may see it: members see items from the dispatch of papers on, those who prepare it earlier; a late item that waits for
 * consent is for those who prepare and for the chair; what is treated behind closed doors
 * is for members, secretary and head of office, others see that there is an item and no more. Errors: `meeting.not-found`.
 */
export async function seenMeeting(db: DataSource | Tx, actor: Actor, meetingId: string, today: LocalDate): Promise<SeenMeeting> {
  const meeting = await meetingById(db, meetingId);
  const standing = await standingIn(db, actor, meeting.committeeId, today);
  const seesWaiting = standing.seesUnsent || consentsToLate(standing);
  const unsent = preparing.includes(meeting.state) && !standing.seesUnsent;
  const lines = unsent ? [] : (await agendaLines(db, meetingId)).filter(({ late, consented }) => seesWaiting || !late || consented);
  const items = lines.map((line) =>
    line.open || standing.seesClosed
      ? { ...line, hidden: false as const }
      : { number: line.number, open: false as const, hidden: true as const },
  );
  return { meeting, standing, items, unsent };
}

/** An item that the person may see. Errors: `meeting.not-found`, `agenda-item.not-found`. */
export async function seenItem(
  db: DataSource | Tx,
  actor: Actor,
  meetingId: string,
  itemId: string,
  today: LocalDate,
): Promise<AgendaLine> {
  const { items } = await seenMeeting(db, actor, meetingId, today);
  const found = items.find((item) => !item.hidden && item.itemId === itemId);
  if (!found || found.hidden) throw new AppError('agenda-item.not-found');
  return found;
}

/** The newest drawing of a meeting's paper by kind; undefined until it is drawn. */
export async function meetingPaper(
  db: DataSource | Tx,
  meetingId: string,
  kind: PaperKind,
): Promise<{ pdfSha256: string; heardSha256: string; sourceSha256: string; at: Date } | undefined> {
  const [paper] = await rowsOf<{ pdfSha256: string; heardSha256: string; sourceSha256: string; at: Date }>(
    db,
    `SELECT pdf_sha256 AS "pdfSha256", heard_sha256 AS "heardSha256", source_sha256 AS "sourceSha256", at FROM meeting_paper
     WHERE meeting_id = $1 AND kind = $2 ORDER BY at DESC LIMIT 1`,
    [meetingId, kind],
  );
  return paper;
}

/** The action of the log's line in which a paper is sealed: its kind, the hash of what it was drawn from, and that of the PDF. */
export const paperDrawn = 'meeting.paper-drawn';

/**
 * Keeps the drawing of a paper, and seals it in the log; the same paper from the same source is drawn once. Files are kept by the caller in the same
 * transaction, before this.
 */
export async function putMeetingPaper(
  tx: Tx,
  paper: { meetingId: string; kind: PaperKind; sourceSha256: string; pdfSha256: string; heardSha256: string },
  now: Date,
): Promise<void> {
  const { meetingId, kind, sourceSha256, pdfSha256, heardSha256 } = paper;
  const kept = await rowsOf(
    tx,
    `INSERT INTO meeting_paper (meeting_id, kind, source_sha256, pdf_sha256, heard_sha256, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING kind`,
    [meetingId, kind, sourceSha256, pdfSha256, heardSha256, now],
  );
  if (kept.length === 0) return;
  await appendAudit(tx, { action: paperDrawn, subject: `meeting:${meetingId}`, facts: { kind, sourceSha256, pdfSha256 } }, now);
}
