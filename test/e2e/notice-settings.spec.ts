import { actorWith } from '@genmaele/testing';
import ICAL from 'ical.js';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse({ PUBLIC_URL: 'http://127.0.0.1:3000' });
});
beforeEach(() => house.rows('DELETE FROM request_count'));
afterAll(() => house?.close());

const someone = () => actorWith(house.database, [{ role: 'officer' }], house.clock.now(), 'Nogen');
const pathOf = (address: string) => new URL(address).pathname;

describe('how one is told', () => {
  it('is by the usual settings until one chooses, and is one’s own alone', async () => {
    const [one, other] = [await house.as(await someone()), await house.as(await someone())];
    const usual = { digestTime: '07:30', weekdays: [1, 2, 3, 4, 5], atOnce: ['blocking', 'due-soon', 'urgent'] };
    expect((await one.get('/me/notices')).body).toMatchObject({ settings: usual, calendar: null });
    const chosen = { digestTime: '16:05', weekdays: [5, 1, 1], atOnce: ['urgent'] };
    expect((await one.post('/me/notices', chosen)).status).toBe(200);
    expect((await one.get('/me/notices')).body.settings).toEqual({ ...chosen, weekdays: [1, 5] });
    expect((await other.get('/me/notices')).body.settings).toEqual(usual);
  });

  it.each([
    [{ digestTime: '24:00', weekdays: [1], atOnce: [] }, 'digestTime'],
    [{ digestTime: '07:30', weekdays: [], atOnce: [] }, 'mindst én dag'],
    [{ digestTime: '07:30', weekdays: [0], atOnce: [] }, 'weekdays'],
    [{ digestTime: '07:30', weekdays: [1.5], atOnce: [] }, 'weekdays'],
    [{ digestTime: '07:30', weekdays: [1], atOnce: ['alarm'] }, 'atOnce'],
    [{ weekdays: [1], atOnce: [] }, 'digestTime'],
  ])('refuses %j', async (body, named) => {
    const answer = await (await house.as(house.people.officer)).post('/me/notices', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(JSON.stringify(answer.body)).toContain(named);
  });

  it('is chosen on a page, where escalations and alarms cannot be turned off', async () => {
    const visitor = await house.as(await someone());
    const form = new URLSearchParams([
      ['digestTime', '09:15'],
      ['weekdays', '2'],
      ['weekdays', '4'],
    ]);
    expect((await visitor.ask('POST', '/konto/beskeder', { body: form })).status).toBe(303);
    const { text } = await visitor.page('/konto/beskeder');
    expect(text).toContain('value="09:15"');
    expect(text.match(/name="weekdays" value="\d" checked/g)).toHaveLength(2);
    expect(text).not.toMatch(/name="atOnce" value="[\w-]+" checked/);
    expect(text).toContain('kommer altid med det samme');
  });
});

describe('the address of a calendar', () => {
  it('opens the calendar to whoever has it, without signing in, until it is renewed or ended', async () => {
    const visitor = await house.as(await someone());
    await visitor.post('/me/calendar');
    const { address } = (await visitor.get('/me/notices')).body.calendar;
    expect(pathOf(address)).toMatch(/^\/kalender\/[\w-]{43}\.ics$/);
    const anyone = house.visitor();
    const answer = await anyone.get(pathOf(address));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(new ICAL.Component(ICAL.parse(answer.text)).name).toBe('vcalendar');
    expect((await visitor.page('/konto/beskeder')).text).toContain(address);
    await visitor.post('/me/calendar');
    const { address: renewed } = (await visitor.get('/me/notices')).body.calendar;
    expect([(await anyone.get(pathOf(address))).status, (await anyone.get(pathOf(renewed))).status]).toEqual([404, 200]);
    await visitor.post('/me/calendar/end');
    expect([(await anyone.get(pathOf(renewed))).status, (await visitor.get('/me/notices')).body.calendar]).toEqual([404, null]);
  });

  it('is nowhere kept, and ends with the account', async () => {
    const person = await someone();
    const visitor = await house.as(person);
    expect((await visitor.ask('POST', '/konto/kalender', { body: new URLSearchParams() })).status).toBe(303);
    const path = pathOf((await visitor.get('/me/notices')).body.calendar.address);
    const secret = path.slice('/kalender/'.length, -'.ics'.length);
    const kept = await house.rows('SELECT * FROM calendar_feed WHERE person_id = $1', [person.id]);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(house.logged.join('\n')).not.toContain(secret);
    await house.owner.query('UPDATE person SET disabled_at = now() WHERE id = $1', [person.id]);
    expect((await house.visitor().get(path)).status).toBe(404);
  });

  it('answers that nothing is new to who has read it, and counts who reads', async () => {
    const visitor = await house.as(await someone());
    await visitor.post('/me/calendar');
    const path = pathOf((await visitor.get('/me/notices')).body.calendar.address);
    const anyone = house.visitor();
    const etag = (await anyone.get(path)).headers.get('etag') ?? '';
    const again = await anyone.get(path, { 'if-none-match': `"andet", W/${etag}` });
    expect([again.status, again.bytes.length, again.headers.get('etag')]).toEqual([304, 0, etag]);
    expect((await anyone.get(path, { 'if-none-match': '"andet"' })).status).toBe(200);
    const wrong = await Promise.all(Array.from({ length: 60 }, (_, i) => anyone.get(`/kalender/${'x'.repeat(42)}${i}.ics`)));
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([404, 429]));
  });
});
