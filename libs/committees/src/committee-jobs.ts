import { AppError, type MeetingNews } from '@genmaele/contracts';
import { formatDate, parseLocalDate } from '@genmaele/calendar';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { membersOn } from './bodies/body-queries.js';
import { bodySystem } from './bodies/standing-in-body.js';
import { minutesInForce } from './decisions/minutes.js';
import { lockMeeting } from './meetings/lock-meeting.js';
import { actOnMeeting } from './meetings/meeting-actions.js';
import { meetingById } from './meetings/meeting-queries.js';
import { closeAtDeadline, procedureById, votesOf } from './procedures/written-procedure.js';

const asSystem = ({ now }: JobContext) => ({ actor: bodySystem, now });

/** The job `agenda.build`: the agenda closes by itself when its day is over. A meeting that has moved on is left alone. */
export async function buildAgenda(meetingId: string, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const { state } = await lockMeeting(tx, meetingId);
    if (state === 'planned') await actOnMeeting(tx, meetingId, 'close-agenda', {}, asSystem(context));
  });
}

/** The job `minutes.close`: minutes that nobody has objected to in time stand. Those that were replaced, or objected to, are left to the secretary. */
export async function closeMinutes(minutesId: string, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const [row] = await rowsOf<{ meeting_id: string }>(tx, 'SELECT meeting_id FROM meeting_minutes WHERE id = $1', [minutesId]);
    if (!row) throw new AppError('meeting.not-found');
    const { state } = await lockMeeting(tx, row.meeting_id);
    const minutes = await minutesInForce(tx, row.meeting_id);
    if (state !== 'minutes-out' || minutes?.id !== minutesId || minutes.replies.some(({ kind }) => kind === 'objection')) return;
    await actOnMeeting(tx, row.meeting_id, 'minutes-stand', {}, asSystem(context));
  });
}

/** The job `procedure.close`: the time of a written procedure is over. Idempotent. */
export async function closeProcedure(procedureId: string, context: JobContext): Promise<void> {
  await context.finish((tx) => closeAtDeadline(tx, procedureId, asSystem(context)));
}

/** What is told to whom; a later room sends it. Nothing of an item's content is in it. */
export interface MemberNews {
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
}

const news: Record<MeetingNews, readonly [subject: string, text: string]> = {
  papers: ['dagsorden og bilag er klar', 'Dagsordenen og bilagene er klar.'],
  'late-paper': ['et sent punkt er sat på', 'Formanden har samtykket i, at et sent punkt sættes på dagsordenen.'],
  tomorrow: ['mødet er i morgen', 'Mødet er i morgen.'],
  minutes: ['referatet venter på dig', 'Referatet er klar. Godkend det, eller gør indsigelse inden fristen; den, der tier, har godkendt.'],
  cancelled: ['mødet er aflyst', 'Mødet er aflyst.'],
};

/** What the members of the body are told of a meeting; undefined when it is no longer so. Members without an account get no mail. */
export async function newsOfMeeting(db: DataSource | Tx, meetingId: string, about: MeetingNews): Promise<MemberNews | undefined> {
  const meeting = await meetingById(db, meetingId);
  const upcoming = meeting.state === 'papers-sent';
  const stillSo = {
    papers: upcoming,
    'late-paper': upcoming,
    tomorrow: upcoming,
    minutes: meeting.state === 'minutes-out',
    cancelled: true,
  };
  if (!stillSo[about]) return undefined;
  const members = await membersOn(db, meeting.committeeId, parseLocalDate(meeting.date));
  const [subject, text] = news[about];
  const when = `${meeting.committeeName}, ${formatDate(parseLocalDate(meeting.date))}`;
  return {
    recipients: members.flatMap(({ email }) => (email ? [email] : [])),
    subject: `Genmæle: ${when}: ${subject}`,
    text: `${when}: ${text} Log på Genmæle for at læse mere.`,
  };
}

/** What those who have not yet answered a written procedure are told; undefined when it is over. */
export async function newsOfProcedure(db: DataSource | Tx, procedureId: string): Promise<MemberNews | undefined> {
  const procedure = await procedureById(db, procedureId);
  if (procedure.state !== 'open') return undefined;
  const answered = (await votesOf(db, procedureId)).map(({ membershipId }) => membershipId);
  const waiting = procedure.electorate.map(({ membershipId }) => membershipId).filter((id) => !answered.includes(id));
  const rows = await rowsOf<{ email: string }>(
    db,
    'SELECT p.email FROM committee_membership m JOIN person p ON p.id = m.person_id WHERE m.id = ANY($1) ORDER BY p.email',
    [waiting],
  );
  const silence = procedure.silence === 'assent' ? 'Svarer du ikke, regnes du for enig.' : 'Svarer du ikke, tæller du ikke med.';
  return {
    recipients: rows.map(({ email }) => email),
    subject: 'Genmæle: et spørgsmål i skriftlig procedure venter på dig',
    text: `Et spørgsmål skal afgøres i skriftlig procedure. ${silence} Log på Genmæle for at læse og svare.`,
  };
}
