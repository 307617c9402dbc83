import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, mayDo, versionTag, viewerOf } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import {
  addresseesOf,
  type ApprovalView,
  type CaseView,
  caseView,
  committeeIsOpen,
  eventOf,
  hearingsOf,
  publicationOf,
  reservationsOf,
} from '@genmaele/cases';
import { committeesStanding } from '@genmaele/committees';
import { type ErrorCode, type Problem, stances } from '@genmaele/contracts';
import { requestsOfCase } from '@genmaele/contributions';
import { dispatchesOf } from '@genmaele/delivery';
import { documentsOf, provisionsOf } from '@genmaele/intake';
import { Clock } from '@genmaele/platform';
import { endedStates } from '@genmaele/workflow';
import { DataSource } from 'typeorm';
import { ApprovalDesk } from '../approvals/approval-desk.js';
import { CaseDesk, type OfferedAction } from '../cases/case-desk.js';
import { planView } from '../plans/plan-view.js';
import { positionNames } from './economic-form.js';
import { type DraftForm, formForRecipients, formFromDraft, outcomeNames, templateNames } from './draft-form.js';
import { page } from './page-views.js';

/** A draft that could not be saved: what its author typed, and why. */
export interface RefusedDraft {
  readonly typed: DraftForm;
  readonly problem: Problem;
}

/** Refusals after which the text in force is shown beside what was typed. */
const staleCodes: readonly ErrorCode[] = ['case.version-stale', 'case.changed-meanwhile', 'request.stale'];

const pointedAt = new Set(['change-point', 'section', 'amending-section']);

const publicationActions: ReadonlySet<string> = new Set(['propose-publication', 'publish', 'drop-publication', 'withdraw-publication']);

/** What can be done about a letter's publication as it stands; who proposed it is not offered to release it. */
function publicationSteps({ publishable, publication }: Awaited<ReturnType<typeof publicationOf>>, actorId: string): ReadonlySet<string> {
  if (!publication) return new Set(publishable ? ['propose-publication'] : []);
  if (publication.state === 'published') return new Set(['withdraw-publication']);
  const mine = [publication.proposedById, publication.proposedForId].includes(actorId);
  return new Set(['drop-publication', ...(publishable && !mine ? ['publish'] : [])]);
}

/** The draft has a form of its own; to join a case one must choose another, which the page of triage helps with. What can no longer be undone is not offered. */
function hasButton({ action, needs }: OfferedAction, { own, undoOpen }: ApprovalView, may: ReadonlySet<string>): boolean {
  if (publicationActions.has(action)) return may.has(action);
  if (action === 'undo-approval') return own && (undoOpen || !needs.includes('undo-open'));
  return action !== 'save' && action !== 'join';
}

/** The page of one case: plan, draft, steps, letter, and the buttons that the workflow table offers. */
@Injectable()
export class CasePage {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(ApprovalDesk) private readonly approvals: ApprovalDesk,
  ) {}

  /**
   * The page as this person sees it. With a refused draft the form holds what was typed, below the reason; when it was refused because a
   * colleague had saved meanwhile, the text in force stands beside it, and the form is then based on that. Errors: `case.not-found`.
   */
  async render(request: ActingRequest, id: string, refused?: RefusedDraft): Promise<string> {
    const actor = actorOf(request);
    const version = await versionTag(this.database, 'case', id);
    const hearingVersion = await this.#hearingVersion(id);
    const view = await caseView(this.database, id);
    const offered = await this.desk.offered(view, actor);
    const approvals = await this.approvals.approvals(actor, id);
    const published = await publicationOf(this.database, id);
    const provisions = view.hearingId ? (await provisionsOf(this.database, view.hearingId)).filter((each) => each.address !== '') : [];
    return page('case', {
      actor,
      versions: { [id]: version },
      hearingVersion,
      view,
      plan: await planView(this.database, view, this.clock.now()),
      mayCorrectDeadline: view.hearingId !== null && mayDo(actor.roles, 'draft.edit'),
      mayEdit: offered.some(({ action }) => action === 'save'),
      buttons: offered.filter((each) => hasButton(each, approvals, publicationSteps(published, actor.id))),
      publication: published.publication,
      proposedByMe: published.publication?.proposedById === actor.id,
      contributions: mayDo(actor.roles, 'contribution.read') ? await this.#contributions(request, id) : undefined,
      mayExport: mayDo(actor.roles, 'case.export'),
      mayTriage: mayDo(actor.roles, 'case.triage') && committeeIsOpen(view.state),
      approvals,
      resumable: approvals.steps.filter(({ kind }) => kind !== 'inform'),
      reservations: await reservationsOf(this.database, id),
      answered: (await hearingsOf(this.database, id)).filter(({ leading }) => !leading),
      addressees: await addresseesOf(this.database, id),
      mayGiveAddress: mayDo(actor.roles, 'case.address') && !endedStates.includes(view.state),
      mayChooseCommittee: mayDo(actor.roles, 'draft.edit') && committeeIsOpen(view.state),
      committees: await committeesStanding(this.database, localDateOf(this.clock.now())),
      form: refused?.typed ?? (await this.#formOf(view)),
      problem: refused?.problem,
      staleCodes,
      stances: Object.entries(stances),
      templates: Object.entries(templateNames),
      outcomes: Object.entries(outcomeNames),
      positions: positionNames,
      provisions: provisions.filter((each) => pointedAt.has(each.kind)),
      anchors: Object.fromEntries(provisions.map(({ address, node_id }) => [address, node_id])),
      documents: view.hearingId ? await documentsOf(this.database, view.hearingId) : [],
      dispatches: await dispatchesOf(this.database, id),
    });
  }

  /** What municipalities were asked and have sent. */
  async #contributions(request: ActingRequest, caseId: string) {
    const requests = await requestsOfCase(this.database, caseId, viewerOf(request, this.clock.now()));
    const sent = requests.reduce((sum, { contributions }) => sum + contributions.length, 0);
    return { requests, sent, mayFollow: mayDo(actorOf(request).roles, 'contribution.ask') };
  }

  /** The draft in force; for a letter that nobody has begun, the form for those it goes to. */
  async #formOf({ id, kind, currentVersion }: CaseView): Promise<DraftForm> {
    if (currentVersion || kind !== 'ministerial-letter') return formFromDraft(currentVersion?.content);
    return formForRecipients((await eventOf(this.database, id))?.recipients ?? []);
  }

  /** Read before what is shown, as every version is. */
  async #hearingVersion(caseId: string): Promise<string | undefined> {
    const { hearingId } = await caseView(this.database, caseId);
    return hearingId ? versionTag(this.database, 'hearing', hearingId) : undefined;
  }
}
