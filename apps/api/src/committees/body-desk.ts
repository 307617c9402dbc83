import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, listPeople, onSeenVersion, versionsOf } from '@genmaele/access';
import { addDays, localDateOf, parseLocalDate } from '@genmaele/calendar';
import {
  bodiesOfPerson,
  bodiesStanding,
  bodyById,
  chainAbove,
  decisionOfProcedure,
  endMembership,
  membersEver,
  meetingsBefore,
  meetingsFrom,
  namesOf,
  openProcedure,
  procedureById,
  proceduresOf,
  standingIn,
  vote,
  votesOf,
  withoutAccount,
} from '@genmaele/committees';
import { AppError, type ProcedureFields, type VoteBody } from '@genmaele/contracts';
import { Clock, rowsOf } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { MeetingDesk } from './meeting-desk.js';

/** Political bodies and what they decide in writing, for programs and for the pages alike. */
@Injectable()
export class BodyDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(MeetingDesk) private readonly meetings: MeetingDesk,
  ) {}

  /** The bodies that stand today. */
  list() {
    return bodiesStanding(this.database, this.#today());
  }

  /** A body with names, the chain above it, members, meetings and procedures the person may see. Errors: `body.not-found`. */
  async one(request: ActingRequest, id: string) {
    const [body, today] = [await bodyById(this.database, id), this.#today()];
    const standing = await standingIn(this.database, actorOf(request), id, today);
    const procedures = await proceduresOf(this.database, id);
    const manages = standing.roles.some((role) => role === 'committee-secretary' || role === 'administrator');
    const versions = await versionsOf(this.database, 'membership', ['committee_id', id]);
    const members = await membersEver(this.database, id);
    return {
      body,
      names: await namesOf(this.database, id),
      above: (await chainAbove(this.database, id)).slice(1),
      members: members.map(({ email: _email, ...member }) => ({
        ...{ ...member, now: isNow(member, today), over: isOver(member, today), etag: versions[member.membershipId] },
      })),
      coming: await meetingsFrom(this.database, [id], today),
      past: await meetingsBefore(this.database, [id], today),
      procedures: procedures.filter(({ open }) => open || standing.seesClosed).map(({ electorate: _electorate, ...line }) => line),
      manages,
      records: standing.roles.includes('committee-secretary'),
    };
  }

  /** Who can be given a place by their account, by name. */
  async accounts(): Promise<{ id: string; name: string }[]> {
    const people = await listPeople(this.database, this.clock.now());
    return people.filter(({ disabledAt }) => !disabledAt).map(({ id, name }) => ({ id, name }));
  }

  /** Ends a place; the last day may be today or later, and is today when none is named. The place must be as its sender saw it. */
  end(request: ActingRequest, id: string, membershipId: string, lastDay?: string) {
    const day = lastDay ? parseLocalDate(lastDay) : this.#today();
    return this.meetings.write(request, (tx, by) =>
      onSeenVersion(request, tx, 'membership', membershipId, () => endMembership(tx, id, membershipId, day, by)),
    );
  }

  /** What waits for the person as a member: meetings to come, minutes to confirm and questions to answer in writing, in the bodies they sit in. */
  async mine(request: ActingRequest) {
    const { id } = actorOf(request);
    const today = this.#today();
    const bodies = id ? await bodiesOfPerson(this.database, id, today) : [];
    const meetings = await meetingsFrom(this.database, bodies, addDays(today, -90));
    const procedures = (await Promise.all(bodies.map((body) => proceduresOf(this.database, body)))).flat();
    return {
      coming: meetings.filter(({ date, state }) => date >= today && state !== 'cancelled'),
      minutes: meetings.filter(({ state }) => state === 'minutes-out'),
      procedures: procedures.filter(({ state }) => state === 'open').map(({ electorate: _electorate, ...line }) => line),
    };
  }

  /** Opens a written procedure. Errors: those of `openProcedure`, `procedure.refused` (no such version of the case). */
  openProcedure(request: ActingRequest, id: string, fields: ProcedureFields): Promise<{ procedureId: string }> {
    return this.meetings.write(request, async (tx, by) => {
      const { caseId, versionSha256 } = fields;
      const known =
        caseId === undefined ||
        (await rowsOf(tx, 'SELECT 1 FROM draft_version WHERE case_id = $1 AND sha256 = $2', [caseId, versionSha256])).length > 0;
      if (!known)
        throw new AppError('procedure.refused', {
          reason: 'Sagen har ikke den version.',
          remedy: 'Vælg en version, der er gemt på sagen.',
        });
      return { procedureId: await openProcedure(tx, id, fields, by) };
    });
  }

  /** A written procedure: how it stands, and the answers, which members see when it is over and the secretary at any time. Errors: `procedure.not-found`. */
  async procedure(request: ActingRequest, id: string) {
    const procedure = await procedureById(this.database, id);
    const standing = await standingIn(this.database, actorOf(request), procedure.committeeId, this.#today());
    if (!procedure.open && !standing.seesClosed) throw new AppError('procedure.not-found');
    const votes = await votesOf(this.database, id);
    const places = standing.places.map(({ membershipId }) => membershipId);
    const seesAll = standing.roles.includes('committee-secretary') || (procedure.state !== 'open' && standing.seesClosed);
    const outsiders = await withoutAccount(this.database, procedure);
    const named = votes.map((each) => ({
      ...each,
      name: procedure.electorate.find(({ membershipId }) => membershipId === each.membershipId)?.name,
    }));
    return {
      procedure,
      body: await bodyById(this.database, procedure.committeeId),
      answered: votes.length,
      votes: named.filter(({ membershipId }) => seesAll || places.includes(membershipId)),
      mayVote: procedure.state === 'open' && procedure.electorate.some(({ membershipId }) => places.includes(membershipId)),
      records: standing.roles.includes('committee-secretary'),
      outsiders,
      decision: (await decisionOfProcedure(this.database, id)) ?? null,
    };
  }

  /** Errors: those of `vote`; a procedure the person may not see does not exist. */
  async vote(request: ActingRequest, id: string, body: VoteBody) {
    await this.procedure(request, id);
    return { state: await this.meetings.write(request, (tx, by) => vote(tx, id, body, by)) };
  }

  #today() {
    return localDateOf(this.clock.now());
  }
}

function isOver({ validTo }: { validTo: string | null }, today: string): boolean {
  return validTo !== null && validTo < today;
}

function isNow({ validFrom, validTo }: { validFrom: string; validTo: string | null }, today: string): boolean {
  return validFrom <= today && (validTo === null || validTo >= today);
}
