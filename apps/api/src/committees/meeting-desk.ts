import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  onSeenVersion,
  versionsOf,
  type Viewer,
  viewerOf,
  viewerParameters,
  visibleTo,
} from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { chainAsksBody } from '@genmaele/cases';
import {
  absencesOf,
  type ActingInBody,
  actOnMeeting,
  addAgendaItem,
  attachFile,
  attendeesOf,
  changeAgendaItem,
  consentsToLate,
  type Decision,
  decisionsOfMeeting,
  isMeetingAction,
  keptAgenda,
  meetingPaper,
  meetingStepsOf,
  type Minutes,
  minutesInForce,
  offeredMeetingSteps,
  putAttendance,
  quorumOf,
  recordDecision,
  replyToMinutes,
  seenItem,
  type SeenMeeting,
  seenMeeting,
} from '@genmaele/committees';
import {
  type AgendaItemFields,
  AppError,
  type DecisionBody,
  type DraftContent,
  type MeetingActionBody,
  type MinutesReply,
  paperKinds,
} from '@genmaele/contracts';
import { Clock, inTransaction, keepFile, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Meetings, for programs and for the pages alike. What a person may not see is left out here, in one place. */
@Injectable()
export class MeetingDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Writes as the person, in a transaction of its own. */
  write<T>(request: ActingRequest, work: (tx: Tx, by: ActingInBody) => Promise<T>): Promise<T> {
    const by = { actor: actorOf(request), requestId: request.id, now: this.clock.now() };
    return inTransaction(this.database, (tx) => work(tx, by));
  }

  /** The meeting as the person may see it, with what they may do. Errors: `meeting.not-found`. */
  async one(request: ActingRequest, id: string) {
    const versions = await versionsOf(this.database, 'agenda-item', ['meeting_id', id]);
    const seen = await seenMeeting(this.database, actorOf(request), id, this.#today());
    const { meeting, standing, items, unsent } = seen;
    const shown = new Set(items.flatMap((item) => (item.hidden ? [] : [item.itemId])));
    const decisions = (await decisionsOfMeeting(this.database, id)).filter(({ itemId }) => itemId && shown.has(itemId));
    const minutes = await minutesInForce(this.database, id);
    const papers = await Promise.all(paperKinds.map(async (kind) => ((await this.#mayReadPaper(seen, kind)) ? kind : undefined)));
    const manages = standing.roles.some((role) => role === 'committee-secretary' || role === 'administrator');
    return {
      meeting,
      unsent,
      items: (await this.#withCases(items, decisions, viewerOf(request, this.clock.now()))).map((item) =>
        item.hidden ? item : { ...(item.case || manages ? item : withoutCase(item)), etag: versions[item.itemId] },
      ),
      attendees: unsent ? [] : (await attendeesOf(this.database, meeting)).map(({ email: _email, ...attendee }) => attendee),
      minutes: minutes && shownMinutes(minutes, seen),
      papers: papers.filter((kind) => kind !== undefined),
      steps: await meetingStepsOf(this.database, id),
      actions: offeredMeetingSteps(meeting.state, standing.roles).map(({ action, danish, needs }) => ({ action, danish, needs })),
      mine: standing.places.map(({ membershipId, function: is }) => ({ membershipId, function: is })),
      consents: consentsToLate(standing),
      manages,
      records: standing.roles.includes('committee-secretary'),
    };
  }

  /**
   * An item the person may see, with its meeting, how the body is manned for it, and the version of its case that the members have before them.
   * Errors: `meeting.not-found`, `agenda-item.not-found`.
   */
  async item(request: ActingRequest, id: string, itemId: string) {
    const view = await this.one(request, id);
    const item = view.items.find((each) => !each.hidden && each.itemId === itemId);
    if (!item || item.hidden || view.unsent) throw new AppError('agenda-item.not-found');
    const draft = item.case ? await this.draftOf(request, id, itemId) : null;
    return { ...view, item, draft, manning: quorumOf(view.attendees, item.absences) };
  }

  /** The cases that a body's agenda can take, with the version in force: those routed to it whose answer has not left, and those whose approval it is asked for. */
  async casesFor(request: ActingRequest, committeeId: string) {
    return rowsOf<{ caseId: string; number: string; title: string; versionSha256: string; version: number }>(
      this.database,
      `SELECT c.id AS "caseId", c.number, c.title, v.sha256 AS "versionSha256", v.number AS version FROM response_case c
       JOIN draft_version v ON v.id = c.current_version_id
       WHERE (c.committee_id = $1 AND c.state IN ('drafting', 'in-committee', 'in-approval') OR c.state = 'in-approval' AND ${chainAsksBody('c', '$1')}) AND (NOT c.confidential OR ${visibleTo('case', 'c', 2)})
       ORDER BY c.number`,
      [committeeId, ...viewerParameters(viewerOf(request, this.clock.now()))],
    );
  }

  /** An item of a closed case does not tell which, but to those named on it. */
  async #withCases(items: SeenMeeting['items'], decisions: readonly Decision[], viewer: Viewer) {
    const ids = items.flatMap((item) => (!item.hidden && item.caseId ? [item.caseId] : []));
    const rows = await rowsOf<{ id: string; number: string; title: string }>(
      this.database,
      `SELECT c.id, c.number, c.title FROM response_case c WHERE c.id = ANY($1) AND (NOT c.confidential OR ${visibleTo('case', 'c', 2)})`,
      [ids, ...viewerParameters(viewer)],
    );
    return Promise.all(
      items.map(async (item) => {
        if (item.hidden) return item;
        const about = rows.find(({ id }) => id === item.caseId);
        const absences = await absencesOf(this.database, item.itemId);
        const own = decisions.filter(({ itemId }) => itemId === item.itemId);
        return {
          ...item,
          case: about ?? null,
          absences,
          decisions: own,
          decision: own.find(({ correctedBy }) => correctedBy === null) ?? null,
        };
      }),
    );
  }

  /** The meeting must be as its sender saw it. Errors: `meeting.action-unknown`, `request.stale`, and those of `actOnMeeting`. */
  act(request: ActingRequest, id: string, action: string, body: MeetingActionBody) {
    if (!isMeetingAction(action)) throw new AppError('meeting.action-unknown', { action: action.slice(0, 60) });
    return this.write(request, (tx, by) => onSeenVersion(request, tx, 'meeting', id, () => actOnMeeting(tx, id, action, body, by)));
  }

  /** Puts an item on the agenda, or with `itemId` changes one. Errors: those of `addAgendaItem`, `agenda-item.refused` (no such version of the case). */
  async putItem(request: ActingRequest, id: string, fields: AgendaItemFields, itemId?: string): Promise<{ itemId: string }> {
    return this.write(request, async (tx, by) => {
      if (fields.caseId) await refuseUnknownVersion(tx, fields.caseId, fields.versionSha256 ?? '');
      if (!itemId) return { itemId: await addAgendaItem(tx, id, fields, by) };
      await this.#refuseElsewhere(tx, id, itemId);
      await onSeenVersion(request, tx, 'agenda-item', itemId, () => changeAgendaItem(tx, itemId, fields, by), { moves: true });
      return { itemId };
    });
  }

  /**
   * Does something to an item of this meeting, which must be as its sender saw it: with its absences and decisions it is one thing with one version.
   * Errors: `agenda-item.not-found` for an item of another, `request.stale`.
   */
  onItem<T>(request: ActingRequest, id: string, itemId: string, work: (tx: Tx, by: ActingInBody) => Promise<T>): Promise<T> {
    return this.write(request, async (tx, by) => {
      await this.#refuseElsewhere(tx, id, itemId);
      return onSeenVersion(request, tx, 'agenda-item', itemId, () => work(tx, by), { moves: true });
    });
  }

  /** Writes down who is present. The meeting must be as its sender saw it. Errors: those of `putAttendance`, `request.stale`. */
  putPresent(request: ActingRequest, id: string, present: Parameters<typeof putAttendance>[2]): Promise<void> {
    return this.write(request, (tx, by) =>
      onSeenVersion(request, tx, 'meeting', id, () => putAttendance(tx, id, present, by), { moves: true }),
    );
  }

  /** A member's answer to the minutes that they saw; one member's is no new version for another. Errors: those of `replyToMinutes`, `request.stale`. */
  reply(request: ActingRequest, id: string, body: MinutesReply): Promise<void> {
    return this.write(request, (tx, by) => onSeenVersion(request, tx, 'meeting', id, () => replyToMinutes(tx, id, body, by)));
  }

  async #refuseElsewhere(tx: Tx, id: string, itemId: string): Promise<void> {
    const here = await rowsOf(tx, 'SELECT 1 FROM agenda_item WHERE id = $1 AND meeting_id = $2', [itemId, id]);
    if (here.length === 0) throw new AppError('agenda-item.not-found');
  }

  /** Writes down what was decided on an item. Errors: those of `recordDecision`, `decision.refused` for a point that the version does not have. */
  decide(request: ActingRequest, id: string, itemId: string, body: DecisionBody): Promise<string> {
    return this.onItem(request, id, itemId, async (tx, by) => {
      const decisionId = await recordDecision(tx, itemId, body, by);
      if (body.points.length > 0) await refuseUnknownPoints(tx, itemId, body.points);
      return decisionId;
    });
  }

  /** Keeps a file and lays it with an item. */
  attach(request: ActingRequest, id: string, itemId: string, file: { fileName: string; mediaType: string; bytes: Buffer }) {
    return this.write(request, async (tx, by) => {
      await this.#refuseElsewhere(tx, id, itemId);
      const sha256 = await keepFile(tx, file.bytes, file.mediaType, by.now);
      await attachFile(tx, itemId, { sha256, fileName: file.fileName }, by);
      return { sha256 };
    });
  }

  /** A paper that lies with an item the person may see. Errors: `agenda-item.not-found`, `request.not-found`. */
  async attachment(request: ActingRequest, id: string, itemId: string, sha256: string) {
    const item = await seenItem(this.database, actorOf(request), id, itemId, this.#today());
    const found = item.attachments.find((each) => each.sha256 === sha256);
    if (!found) throw new AppError('request.not-found');
    return { fileName: found.fileName, ...(await readFile(this.database, sha256)) };
  }

  /**
   * The version of the case that the members have before them; of a closed case only for those named on it. Errors: `agenda-item.not-found`,
   * `request.not-found` for an item without a case that the person may read.
   */
  async draftOf(request: ActingRequest, id: string, itemId: string): Promise<{ number: number; sha256: string; content: DraftContent }> {
    const { caseId, versionSha256 } = await seenItem(this.database, actorOf(request), id, itemId, this.#today());
    const [draft] = await rowsOf<{ number: number; sha256: string; content: DraftContent }>(
      this.database,
      `SELECT v.number, v.sha256, v.content FROM draft_version v JOIN response_case c ON c.id = v.case_id
       WHERE v.case_id = $1 AND v.sha256 = $2 AND (NOT c.confidential OR ${visibleTo('case', 'c', 3)}) ORDER BY v.number DESC LIMIT 1`,
      [caseId, versionSha256, ...viewerParameters(viewerOf(request, this.clock.now()))],
    );
    if (!draft) throw new AppError('request.not-found');
    return draft;
  }

  /** A paper of the meeting as PDF. Errors: `meeting.not-found`, `letter.not-found` (not drawn yet, or not for this person). */
  async paper(request: ActingRequest, id: string, kind: string): Promise<Buffer> {
    const known = paperKinds.find((each) => `${each}.pdf` === kind);
    const seen = await seenMeeting(this.database, actorOf(request), id, this.#today());
    const paper = known && (await this.#mayReadPaper(seen, known)) ? await meetingPaper(this.database, id, known) : undefined;
    if (!paper) throw new AppError('letter.not-found');
    return (await readFile(this.database, paper.pdfSha256)).bytes;
  }

  /** A paper with closed items in it is only for those who may read them; minutes that are not locked only for members and those who prepare. */
  async #mayReadPaper({ meeting, standing, unsent }: SeenMeeting, kind: (typeof paperKinds)[number]): Promise<boolean> {
    if (unsent || !(await meetingPaper(this.database, meeting.id, kind))) return false;
    if (standing.seesClosed) return true;
    if (kind === 'minutes' && meeting.state !== 'minutes-confirmed') return false;
    const kept = await keptAgenda(this.database, meeting.id, kind === 'agenda' ? 'invited' : 'held');
    return kept !== undefined && kept.content.items.every(({ open }) => open);
  }

  #today() {
    return localDateOf(this.clock.now());
  }
}

const unnamed = { caseId: null, versionSha256: null };

/** An item, and what was decided on it, that names no case: the one it is about does not exist for this person. */
function withoutCase<T extends { decisions: readonly Decision[]; decision: Decision | null }>(item: T) {
  const decisions = item.decisions.map((each) => ({ ...each, ...unnamed }));
  return { ...item, ...unnamed, decisions, decision: item.decision && { ...item.decision, ...unnamed } };
}

function shownMinutes({ content: _content, ...minutes }: Minutes, { standing }: SeenMeeting) {
  return standing.seesClosed ? minutes : { ...minutes, replies: [] };
}

async function refuseUnknownPoints(tx: Tx, itemId: string, points: DecisionBody['points']): Promise<void> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    `SELECT p->>'number' AS id FROM agenda_item i JOIN draft_version v ON v.case_id = i.case_id AND v.sha256 = i.version_sha256,
       jsonb_array_elements(v.content->'points') p WHERE i.id = $1`,
    [itemId],
  );
  const unknown = points.find(({ pointId }) => !rows.some(({ id }) => id === pointId));
  if (!unknown) return;
  throw new AppError('decision.refused', {
    reason: `Svaret har intet punkt ${unknown.pointId}.`,
    remedy: 'Vælg blandt punkterne i den version, medlemmerne havde for sig.',
  });
}

async function refuseUnknownVersion(tx: Tx, caseId: string, versionSha256: string): Promise<void> {
  const found = await rowsOf(tx, 'SELECT 1 FROM draft_version WHERE case_id = $1 AND sha256 = $2', [caseId, versionSha256]);
  if (found.length > 0) return;
  throw new AppError('agenda-item.refused', { reason: 'Sagen har ikke den version.', remedy: 'Vælg en version, der er gemt på sagen.' });
}
