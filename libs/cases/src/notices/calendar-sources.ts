import { viewerParameters } from '@genmaele/access';
import { addDays, localDateOf, localOf, parseDeadline } from '@genmaele/calendar';
import { agendaCloseOf, bodiesOfPerson, type MeetingLine, meetingsFrom } from '@genmaele/committees';
import { rowsOf, type Tx } from '@genmaele/platform';
import { caseName, holdsTask, isTheirs, namedCase, type NamedCase } from './case-naming.js';

/** A thing in a person's calendar. Its day and clock time are those of Copenhagen; without a clock time it lasts the whole day. */
export interface CalendarThing {
  /** What it is of: `deadline:<case>`, `task:<task>`, `meeting:<meeting>`, `agenda:<meeting>`. */
  readonly source: string;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `HH:MM`. */
  readonly time?: string;
  readonly minutes: number;
  readonly place?: string;
}

/** How many days a thing that is over, or has fallen away, is shown. */
export const calendarKeeps = 60;

/** A meeting lasts so long when nobody has said how long. */
const meetingMinutes = 120;

/**
 * What belongs in the person's calendar at `now`: deadlines of their own cases, tasks that wait for them, and the meetings and closing agendas of
 * their bodies, from sixty days ago on. Reads only.
 */
export async function calendarThings(tx: Tx, personId: string, now: Date): Promise<CalendarThing[]> {
  const meetings = await meetingsOfPerson(tx, personId, now);
  return [...(await deadlines(tx, personId, now)), ...(await tasks(tx, personId, now)), ...meetings.map(meeting), ...meetings.map(agenda)];
}

async function deadlines(tx: Tx, personId: string, now: Date): Promise<CalendarThing[]> {
  const rows = await rowsOf<NamedCase & { deadline: string }>(
    tx,
    `SELECT ${namedCase}, h.deadline FROM response_case c JOIN case_occasion h ON h.case_id = c.id
     WHERE ${isTheirs(1)} AND c.state NOT IN ('not-answered', 'joined', 'lapsed') AND h.deadline_at > $3::timestamptz - make_interval(days => $4)
     ORDER BY c.number`,
    [...viewerParameters({ personId, now }), calendarKeeps],
  );
  return rows.map(({ deadline, ...found }) => {
    const { date, time } = parseDeadline(deadline);
    return { source: `deadline:${found.caseId}`, title: `Frist: ${caseName(found)}`, date, ...(time ? { time } : {}), minutes: 0 };
  });
}

async function tasks(tx: Tx, personId: string, now: Date): Promise<CalendarThing[]> {
  const rows = await rowsOf<NamedCase & { id: string; dueAt: Date }>(
    tx,
    `SELECT ${namedCase}, t.id, t.due_at AS "dueAt" FROM approval_task t JOIN response_case c ON c.id = t.case_id
     WHERE t.state = 'open' AND ${holdsTask('$1', '$2')} ORDER BY t.id`,
    [personId, now],
  );
  return rows.map(({ id, dueAt, ...found }) => ({
    source: `task:${id}`,
    title: `Tag stilling: ${caseName(found)}`,
    ...localOf(dueAt),
    minutes: 0,
  }));
}

/** Meetings of the bodies in which the person has a place or a role, but those that are off. */
async function meetingsOfPerson(tx: Tx, personId: string, now: Date): Promise<MeetingLine[]> {
  const roles = await rowsOf<{ id: string }>(
    tx,
    `SELECT DISTINCT committee_id AS id FROM role_grant WHERE person_id = $1 AND committee_id IS NOT NULL AND valid_from <= $2
       AND (valid_to IS NULL OR valid_to > $2)`,
    [personId, now],
  );
  const today = localDateOf(now);
  const bodies = new Set([...roles.map(({ id }) => id), ...(await bodiesOfPerson(tx, personId, today))]);
  const meetings = await meetingsFrom(tx, [...bodies], addDays(today, -calendarKeeps), mostMeetings);
  return meetings.filter(({ state }) => state !== 'cancelled');
}

const mostMeetings = 500;

function meeting({ id, committeeName, date, startTime, place }: MeetingLine): CalendarThing {
  const when = startTime ? { time: startTime, minutes: meetingMinutes } : { minutes: 0 };
  return { source: `meeting:${id}`, title: `Møde: ${committeeName}`, date, ...when, ...(place ? { place } : {}) };
}

function agenda(line: MeetingLine): CalendarThing {
  return { source: `agenda:${line.id}`, title: `Dagsordenen lukker: ${line.committeeName}`, ...localOf(agendaCloseOf(line)), minutes: 0 };
}
