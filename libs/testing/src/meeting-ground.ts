import { type Actor } from '@genmaele/access';
import { addDays, localDateOf } from '@genmaele/calendar';
import {
  actOnMeeting,
  addAgendaItem,
  addMember,
  type MeetingAction,
  meetingById,
  planMeeting,
  putAttendance,
  recordDecision,
} from '@genmaele/committees';
import { type DecisionBody, type MeetingActionBody } from '@genmaele/contracts';
import { actorWith, housingCommittee, type TestHouse } from './test-house.js';
import { testRunner } from './test-work.js';

/** A person with a place in the committee of social housing. */
export interface Placed {
  readonly id: string;
  readonly actor: Actor;
}

/** The committee of social housing with a chair, four members and an alternate for the last of them, and meetings for tests to hold. */
export class MeetingGround {
  #days = 20;

  private constructor(
    readonly house: TestHouse,
    readonly members: readonly Placed[],
    readonly alternate: Placed,
  ) {}

  static async open(house: TestHouse): Promise<MeetingGround> {
    const { clock, database, people } = house;
    const from = { validFrom: addDays(localDateOf(clock.now()), -100), municipality: 'Aarhus' };
    const grant = [{ role: 'member' as const, committeeId: housingCommittee }];
    const place = async (name: string, more: Omit<Parameters<typeof addMember>[2], 'validFrom'>): Promise<Placed> => {
      const actor = await actorWith(database, grant, clock.now(), name);
      const by = { actor: people.secretary, now: clock.now() };
      return { actor, id: await house.tx((tx) => addMember(tx, housingCommittee, { personId: actor.id, ...from, ...more }, by)) };
    };
    const members: Placed[] = [];
    for (const name of ['Anne', 'Bo', 'Carl', 'Dorte', 'Erik'])
      members.push(await place(name, { function: members.length === 0 ? 'chair' : 'member' }));
    const alternate = await place('Stine', { function: 'alternate', alternateFor: members[4]?.id });
    return new MeetingGround(house, members, alternate);
  }

  by = (actor: Actor = this.house.people.secretary) => ({ actor, now: this.house.clock.now() });

  today = () => localDateOf(this.house.clock.now());

  /** A week from now. */
  inAWeek = () => new Date(this.house.clock.now().getTime() + 7 * 86_400_000).toISOString();

  /** A planned meeting, on a day that no other has; its agenda closes ten days before. */
  async plan(committeeId = housingCommittee): Promise<string> {
    this.#days += 7;
    const date = addDays(this.today(), this.#days);
    const fields = { date, startTime: '10:00', place: 'Weidekampsgade 10', agendaClose: addDays(date, -10), papersDate: addDays(date, -6) };
    return this.house.tx((tx) => planMeeting(tx, committeeId, fields, this.by(this.house.people.administrator)));
  }

  add = (meetingId: string, more: object = {}) =>
    this.house.tx((tx) => addAgendaItem(tx, meetingId, { title: 'Lov om almene boliger', open: true, ...more }, this.by()));

  act = (meetingId: string, action: MeetingAction, body: MeetingActionBody = {}, actor = this.house.people.secretary) =>
    this.house.tx((tx) => actOnMeeting(tx, meetingId, action, body, this.by(actor)));

  decide = (itemId: string, body: Partial<DecisionBody> = {}, actor = this.house.people.secretary) =>
    this.house.tx((tx) => recordDecision(tx, itemId, { outcome: 'approved', points: [], dissents: [], ...body }, this.by(actor)));

  /** A meeting that is open, with these items and whoever is present; the clock is set to its day. */
  async hold(items: readonly object[] = [{}], present = this.members.map(({ id }) => id)) {
    const { house } = this;
    const meetingId = await this.plan();
    const ids: string[] = [];
    for (const more of items) ids.push(await this.add(meetingId, more));
    await this.act(meetingId, 'close-agenda');
    await this.act(meetingId, 'send-papers');
    await house.tx((tx) => putAttendance(tx, meetingId, present, this.by()));
    const { date } = await meetingById(house.database, meetingId);
    house.clock.set(new Date(`${date}T09:00:00.000Z`));
    this.#days = 20;
    await this.act(meetingId, 'hold');
    return { meetingId, items: ids };
  }

  /** Does the works of one job that are due, and whose payload names this id. */
  async run(id: string, job: string): Promise<void> {
    const works = await this.house.rows<{ id: string }>(
      `SELECT id FROM work WHERE job = $1 AND $2 IN (SELECT value FROM jsonb_each_text(payload)) AND state = 'ready' AND due_at <= $3 ORDER BY due_at`,
      [job, id, this.house.clock.now()],
    );
    for (const work of works) await testRunner(this.house).run(work.id);
  }
}

/** The code of the refusal, or that there was none. */
export function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => 'nothing refused',
    (error: { code?: string }) => error.code,
  );
}

/** The Danish reason of the refusal. */
export function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(String, (error: { facts?: { reason?: string } }) => error.facts?.reason);
}
