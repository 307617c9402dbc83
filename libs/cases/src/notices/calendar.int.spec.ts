import { type Actor } from '@genmaele/access';
import { moveMeeting, planMeeting } from '@genmaele/committees';
import { act, actorWith, caseIn, housingCommittee, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import ICAL from 'ical.js';
import { calendarEntries, calendarText } from '../index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const read = ({ id }: Actor): Promise<string> => house.tx(async (tx) => calendarText(await calendarEntries(tx, id, house.clock.now())));

interface Event {
  uid: string;
  sequence: number;
  summary: string;
  status: string;
  start: string;
  zone: string | undefined;
  stamp: string;
}
/** The events of a calendar, as a program that is not ours reads them. */
const eventsIn = (text: string): Event[] =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => ({
    uid: String(event.getFirstPropertyValue('uid')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    summary: String(event.getFirstPropertyValue('summary')),
    status: String(event.getFirstPropertyValue('status')),
    start: String(event.getFirstPropertyValue('dtstart')),
    zone: event.getFirstProperty('dtstart')?.getFirstParameter('tzid'),
    stamp: String(event.getFirstPropertyValue('dtstamp')),
  }));
const eventOf = async (person: Actor, beginning: string): Promise<Event | undefined> =>
  eventsIn(await read(person)).find(({ uid }) => uid.startsWith(beginning));
const days = (count: number) => house.clock.move(count * 24 * 60 * 60 * 1000);

const secretary = () => actorWith(house.database, [{ role: 'committee-secretary', committeeId: housingCommittee }], testStart, 'Kalender');
const meetingOn = (date: string, agendaClose: string, startTime?: string) => ({ date, agendaClose, ...(startTime ? { startTime } : {}) });

describe('the calendar of a person', () => {
  it('has the deadline of a case they work on, at its clock time, with a time zone that says when summer time is', async () => {
    const { id } = await caseIn(house, 'drafting');
    const deadline = await eventOf(house.people.officer, `deadline-${id}`);
    expect(deadline).toMatchObject({ sequence: 0, status: 'CONFIRMED', start: '2026-12-18T12:00:00', zone: 'Europe/Copenhagen' });
    expect(deadline?.stamp).toMatch(/Z$/);
    const zones = new ICAL.Component(ICAL.parse(await read(house.people.officer))).getAllSubcomponents('vtimezone');
    expect(zones.map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual(['Europe/Copenhagen']);
    const zone = new ICAL.Timezone(zones[0]!);
    const offset = (text: string) => zone.utcOffset(ICAL.Time.fromDateTimeString(text)) / 3600;
    expect(['2026-03-29T01:59:00', '2026-03-29T03:01:00', '2026-10-25T01:59:00', '2026-10-25T03:01:00'].map(offset)).toEqual([1, 2, 2, 1]);
  });

  it('has it all day when the letter names a day only, and nothing for who does not work on the case', async () => {
    const { id } = await caseIn(house, 'drafting', { deadline: '2026-12-20' });
    expect(await eventOf(house.people.officer, `deadline-${id}`)).toMatchObject({ start: '2026-12-20', zone: undefined });
    expect(await eventOf(house.people.foreignChair, `deadline-${id}`)).toBeUndefined();
  });

  it('says a closed case by its number alone, and nothing to who no longer sees it', async () => {
    const { id, number, title } = await caseIn(house, 'drafting');
    const { officer } = house.people;
    expect((await eventOf(officer, `deadline-${id}`))?.summary).toContain(title);
    await house.owner.query('UPDATE response_case SET confidential = true WHERE id = $1', [id]);
    expect(await eventOf(officer, `deadline-${id}`)).toMatchObject({ status: 'CANCELLED' });
    await house.rows('INSERT INTO case_access (id, case_id, person_id, given_at) VALUES (gen_random_uuid(), $1, $2, $3)', [
      id,
      officer.id,
      house.clock.now(),
    ]);
    const named = await eventOf(officer, `deadline-${id}`);
    expect(named).toMatchObject({ summary: `Frist: Sag ${number}`, status: 'CONFIRMED', sequence: 2 });
  });

  it('has a task as long as it waits, then cancelled for sixty days under the next number', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const [task] = await house.rows<{ id: string }>(`SELECT id FROM approval_task WHERE case_id = $1 AND state = 'open'`, [id]);
    const { chair } = house.people;
    expect(await eventOf(chair, `task-${task!.id}`)).toMatchObject({ sequence: 0, status: 'CONFIRMED' });
    await act(house, id, 'approve', chair, { seen: currentVersion!.sha256 });
    expect(await eventOf(chair, `task-${task!.id}`)).toMatchObject({ sequence: 1, status: 'CANCELLED' });
    days(59);
    expect(await eventOf(chair, `task-${task!.id}`)).toMatchObject({ sequence: 1, status: 'CANCELLED' });
    days(2);
    expect(await eventOf(chair, `task-${task!.id}`)).toBeUndefined();
  });

  it('keeps the same name and raises the number when a meeting moves, falls away or comes back, and only then', async () => {
    const person = await secretary();
    const by = { actor: house.people.administrator, now: house.clock.now() };
    const meeting = await house.tx((tx) => planMeeting(tx, housingCommittee, meetingOn('2026-12-09', '2026-12-01', '10:00'), by));
    const before = await read(person);
    expect(await eventOf(person, `meeting-${meeting}`)).toMatchObject({ sequence: 0, start: '2026-12-09T10:00:00' });
    expect(await eventOf(person, `agenda-${meeting}`)).toMatchObject({ sequence: 0, start: '2026-12-01T16:00:00' });
    days(1);
    expect(await read(person)).toBe(before);
    const uid = (await eventOf(person, `meeting-${meeting}`))!.uid;
    await house.tx((tx) => moveMeeting(tx, meeting, meetingOn('2026-12-10', '2026-12-01', '10:00'), by));
    expect(await eventOf(person, `meeting-${meeting}`)).toMatchObject({ uid, sequence: 1, start: '2026-12-10T10:00:00' });
    expect(await eventOf(person, `agenda-${meeting}`)).toMatchObject({ sequence: 0 });
    await house.owner.query(`UPDATE committee_meeting SET state = 'cancelled' WHERE id = $1`, [meeting]);
    expect(await eventOf(person, `meeting-${meeting}`)).toMatchObject({ uid, sequence: 2, status: 'CANCELLED' });
    await house.owner.query(`UPDATE committee_meeting SET state = 'planned' WHERE id = $1`, [meeting]);
    expect(await eventOf(person, `meeting-${meeting}`)).toMatchObject({ uid, sequence: 3, status: 'CONFIRMED' });
    days(59 + 17);
    expect(await eventOf(person, `meeting-${meeting}`)).toMatchObject({ sequence: 3, status: 'CONFIRMED' });
    days(2);
    expect(await eventOf(person, `meeting-${meeting}`)).toBeUndefined();
  });

  it('says the same to two programs that read at once', async () => {
    const { officer } = house.people;
    await caseIn(house, 'drafting');
    const texts = await Promise.all(Array.from({ length: 8 }, () => read(officer)));
    expect(new Set(texts).size).toBe(1);
    expect(eventsIn(texts[0]!).filter(({ sequence }) => sequence > 2)).toEqual([]);
  });
});
