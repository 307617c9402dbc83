import { AppError } from '@genmaele/contracts';
import { parseLocalDate, type LocalDate } from '@genmaele/calendar';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type MeetingState, meetingStates } from './meeting-steps.js';

/** A meeting whose row is locked until the end of the transaction. */
export interface LockedMeeting {
  readonly id: string;
  readonly committeeId: string;
  readonly date: LocalDate;
  readonly agendaClose: LocalDate;
  readonly state: MeetingState;
  /** The state in Danish. */
  readonly stateName: string;
  readonly version: number;
}

/** Locks a meeting. Errors: `meeting.not-found`. */
export async function lockMeeting(tx: Tx, id: string): Promise<LockedMeeting> {
  const [row] = await rowsOf<{ id: string; committeeId: string; date: string; agendaClose: string; state: MeetingState; version: number }>(
    tx,
    `SELECT id, committee_id AS "committeeId", to_char(date, 'YYYY-MM-DD') AS date, to_char(agenda_close, 'YYYY-MM-DD') AS "agendaClose", state, version
     FROM committee_meeting WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!row) throw new AppError('meeting.not-found');
  return { ...row, date: parseLocalDate(row.date), agendaClose: parseLocalDate(row.agendaClose), stateName: meetingStates[row.state] };
}

/** Locks the meeting of an agenda item that stands. Errors: `agenda-item.not-found`. */
export async function lockMeetingOfItem(tx: Tx, itemId: string): Promise<LockedMeeting> {
  const [item] = await rowsOf<{ meeting_id: string }>(tx, 'SELECT meeting_id FROM agenda_item WHERE id = $1', [itemId]);
  if (!item) throw new AppError('agenda-item.not-found');
  const meeting = await lockMeeting(tx, item.meeting_id);
  const standing = await rowsOf(tx, 'SELECT 1 FROM agenda_item WHERE id = $1 AND withdrawn_at IS NULL', [itemId]);
  if (standing.length === 0) throw new AppError('agenda-item.not-found');
  return meeting;
}
