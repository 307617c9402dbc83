import { AppError, type MeetingNews } from '@genmaele/contracts';
import { formatDate, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { bodyById, membersOn } from './bodies/body-queries.js';
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

/**
 * What is told to whom; a later room tells it, at once or in a digest. Danish, without full stops; nothing of an item's content is in it.
 */
export interface MemberNews {
  /** Those with an account; who has none is told by the secretary. */
  readonly personIds: readonly string[];
  /** The matter, of which the last news alone is told. */
  readonly topic: string;
  readonly headline: string;
  readonly why: string;
  readonly ifNothing: string;
  /** When the person must have answered. */
  readonly due?: Date;
  /** After this moment the news is of no use. */
  readonly until?: Date;
  /** `decision`: the body cannot decide without the person's answer; `reply`: an answer is asked for; `none`: nothing is. */
  readonly asks: 'decision' | 'reply' | 'none';
}

type Wording = readonly [headline: (body: string, day: string) => string, ifNothing: string];

// prettier-ignore
const news: Record<MeetingNews, Wording> = {
  papers:       [(body, day) => `dagsorden og bilag til mødet i ${body} ${day} er klar`,           'mødet holdes efter den dagsorden, der er sendt'],
  'late-paper': [(body, day) => `et sent punkt er sat på dagsordenen for mødet i ${body} ${day}`,  'punktet behandles på mødet'],
  tomorrow:     [(body, day) => `${body} mødes ${day}`,                                            'mødet holdes uden dig'],
  minutes:      [(body, day) => `referatet af mødet i ${body} ${day} venter på dit svar`,          'du regnes for at have godkendt det'],
  cancelled:    [(body, day) => `mødet i ${body} ${day} er aflyst`,                                'du møder forgæves op'],
};

/** What the members of the body are told of a meeting; undefined when it is no longer so. */
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
  const date = parseLocalDate(meeting.date);
  const [headline, ifNothing] = news[about];
  const minutes = about === 'minutes' ? await minutesInForce(db, meetingId) : undefined;
  const starts = new Date(parseDeadline(`${meeting.date}T${meeting.startTime ?? '08:00'}`).instant);
  return {
    personIds: (await membersOn(db, meeting.committeeId, date)).flatMap(({ personId }) => personId ?? []),
    topic: `meeting:${meetingId}:${about}`,
    headline: headline(meeting.committeeName, formatDate(date)),
    why: whyOfMember(meeting.committeeName),
    ifNothing,
    ...(minutes ? { due: minutes.deadline, asks: 'reply' } : { until: starts, asks: 'none' }),
  };
}

function whyOfMember(body: string): string {
  return `du har en plads i ${body}`;
}

/** What those who have not yet answered a written procedure are told; undefined when it is over. */
export async function newsOfProcedure(db: DataSource | Tx, procedureId: string): Promise<MemberNews | undefined> {
  const procedure = await procedureById(db, procedureId);
  if (procedure.state !== 'open') return undefined;
  const answered = (await votesOf(db, procedureId)).map(({ membershipId }) => membershipId);
  const waiting = procedure.electorate.map(({ membershipId }) => membershipId).filter((id) => !answered.includes(id));
  const rows = await rowsOf<{ id: string }>(
    db,
    'SELECT person_id AS id FROM committee_membership WHERE id = ANY($1) AND person_id IS NOT NULL ORDER BY person_id',
    [waiting],
  );
  return {
    personIds: rows.map(({ id }) => id),
    topic: `procedure:${procedureId}`,
    headline: 'et spørgsmål i skriftlig procedure venter på dit svar',
    why: whyOfMember((await bodyById(db, procedure.committeeId)).name),
    ifNothing: procedure.silence === 'assent' ? 'du regnes for enig' : 'du tæller ikke med, og spørgsmålet kan gå til et møde',
    due: procedure.deadline,
    asks: 'decision',
  };
}
