import { addDays } from '@genmaele/calendar';
import { housingCommittee, MeetingGround, openTestHouse, type TestHouse } from '@genmaele/testing';
import { importMeetings, meetingById, moveMeeting } from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house?.close());

/** How many times the plans of the committee's cases have been promised anew. */
const promised = async () =>
  (await house.rows(`SELECT 1 FROM work WHERE job = 'plan.renew' AND payload->>'committeeId' = $1`, [housingCommittee])).length;

describe('the plans of a committee’s cases', () => {
  it('are made anew when a meeting is set, moved or cancelled', async () => {
    const before = await promised();
    const meetingId = await ground.plan();
    expect(await promised()).toBe(before + 1);
    const { date, agendaClose } = await meetingById(house.database, meetingId);
    const later = { date: addDays(date, 1), agendaClose };
    await house.tx((tx) => moveMeeting(tx, meetingId, later, ground.by(house.people.secretary)));
    expect(await promised()).toBe(before + 2);
    await ground.act(meetingId, 'cancel', { reason: 'Ingen sager' });
    expect(await promised()).toBe(before + 3);
  });

  it('are made anew once when many meetings are set at once', async () => {
    const before = await promised();
    const first = addDays(ground.today(), 200);
    const lines = [0, 7, 14].map((days) => [housingCommittee, addDays(first, days), addDays(first, days - 5)].join(';'));
    const file = ['udvalg;dato;dagsorden', ...lines].join('\n');
    await house.tx((tx) => importMeetings(tx, file, ground.by(house.people.administrator)));
    expect(await promised()).toBe(before + 1);
  });
});
