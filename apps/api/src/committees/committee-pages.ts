import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, mayDo, versionTag } from '@genmaele/access';
import { meetingStates } from '@genmaele/committees';
import { bodyKinds, memberFunctions, outcomes, procedureVotes, silenceRules } from '@genmaele/contracts';
import { DataSource } from 'typeorm';
import { page } from '../pages/page-views.js';
import { type RefusedForm } from '../pages/refused-form.js';
import { BodyDesk } from './body-desk.js';
import { MeetingDesk } from './meeting-desk.js';

/** The Danish words that the pages of the bodies print. */
const words = {
  kinds: bodyKinds,
  functions: memberFunctions,
  outcomes,
  states: meetingStates,
  votes: procedureVotes,
  silence: silenceRules,
};

const choices = (table: Readonly<Record<string, string>>) => Object.entries(table).map(([value, text]) => ({ value, text }));

/** The choices of the forms, as selects offer them. */
const offered = {
  kinds: choices(bodyKinds),
  functions: choices(memberFunctions),
  outcomes: choices(outcomes),
  silence: choices(silenceRules),
};

type Desks = Pick<CommitteePages, 'bodies' | 'meetings'>;

/** The cases that a form offers, each with the version in force. */
async function caseChoices({ meetings }: Desks, request: ActingRequest, bodyId: string) {
  const cases = await meetings.casesFor(request, bodyId);
  return cases.map((each) => ({
    value: `${each.caseId}:${each.versionSha256}`,
    text: `${each.number} ${each.title} (version ${each.version})`,
  }));
}

/** The parts of a decision's form: each point of the case, and each member who takes part, with what the decision in force says of them. */
function decisionParts({ item, draft, manning, attendees }: Awaited<ReturnType<MeetingDesk['item']>>) {
  const points = draft?.content.points ?? [];
  const takingPart = attendees.filter(({ membershipId }) => manning.takingPart.includes(membershipId));
  return {
    points: points.map((point) => ({ ...point, stood: item.decision?.points.find(({ pointId }) => pointId === String(point.number)) })),
    takingPart: takingPart.map((member) => ({
      ...member,
      stood: item.decision?.dissents.find(({ membershipId }) => membershipId === member.membershipId)?.text,
    })),
  };
}

/** The pages of the political bodies, each as the person may see it; with a form that was refused, it holds what was typed. */
@Injectable()
export class CommitteePages {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BodyDesk) readonly bodies: BodyDesk,
    @Inject(MeetingDesk) readonly meetings: MeetingDesk,
  ) {}

  async list(request: ActingRequest, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const bodies = await this.bodies.list();
    const above = bodies.map(({ id, name }) => ({ value: id, text: name }));
    return page('bodies', { actor, words, offered, bodies, above, refused, makes: actor.roles.includes('administrator') });
  }

  /** Errors: `body.not-found`. */
  async body(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const view = await this.bodies.one(request, id);
    const accounts = view.manages ? await this.bodies.accounts() : [];
    const seats = view.members.filter((each) => each.function !== 'alternate' && !each.over);
    return page('body', {
      versions: Object.fromEntries(view.members.map(({ membershipId, etag }) => [membershipId, etag])),
      ...{ actor, words, offered, refused, ...view },
      accounts: accounts.map(({ id: value, name }) => ({ value, text: name })),
      seats: seats.map(({ membershipId, name }) => ({ value: membershipId, text: name })),
      cases: view.manages ? await caseChoices(this, request, id) : [],
      renames: actor.roles.includes('administrator'),
    });
  }

  /** A meeting: agenda, papers, decisions and minutes, with the forms for what this person may do. Errors: `meeting.not-found`. */
  async meeting(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const version = await versionTag(this.database, 'meeting', id);
    const view = await this.meetings.one(request, id);
    const cases = view.manages ? await caseChoices(this, request, view.meeting.committeeId) : [];
    return page('meeting', {
      actor,
      words,
      versions: { ...itemVersions(view), [id]: version },
      cases,
      refused,
      readsCases: mayDo(actor.roles, 'case.read'),
      ...view,
    });
  }

  /** An item: what the members have before them, and the forms of its record. Errors: `meeting.not-found`, `agenda-item.not-found`. */
  async item(request: ActingRequest, id: string, itemId: string, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const view = await this.meetings.item(request, id, itemId);
    const { coming } = await this.bodies.one(request, view.meeting.committeeId);
    const later = coming.filter(({ date, state }) => date > view.meeting.date && state === 'planned');
    const { caseId, versionSha256 } = view.item;
    const about = caseId ? `${caseId}:${versionSha256 ?? ''}` : '';
    const cases = view.manages ? await caseChoices(this, request, view.meeting.committeeId) : [];
    const kept = { value: about, text: `Som nu${view.item.case ? `: ${view.item.case.number}` : ''}` };
    return page('item', {
      ...{ actor, words, offered, refused, later, readsCases: mayDo(actor.roles, 'case.read'), versions: itemVersions(view), ...view },
      about,
      aboutChoices: caseId && !cases.some(({ value }) => value === about) ? [kept, ...cases] : cases,
      ...decisionParts(view),
      names: Object.fromEntries(view.attendees.map(({ membershipId, name }) => [membershipId, name])),
    });
  }

  /** What waits for a member: meetings to come, minutes to confirm, questions in writing. */
  async mine(request: ActingRequest): Promise<string> {
    return page('my-meetings', { actor: actorOf(request), words, ...(await this.bodies.mine(request)) });
  }

  /** Errors: `procedure.not-found`. */
  async procedure(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    return page('procedure', { actor: actorOf(request), words, refused, ...(await this.bodies.procedure(request, id)) });
  }
}

/** The versions of the items that are shown, by which their forms are held. */
function itemVersions({ items }: Awaited<ReturnType<MeetingDesk['one']>>): Record<string, string | undefined> {
  return Object.fromEntries(items.flatMap((item) => (item.hidden ? [] : [[item.itemId, item.etag]])));
}
