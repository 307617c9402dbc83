import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, type Actor, actorOf, levelSuffices, onSeenVersion, seesRow, signedInFresh, viewerOf } from '@genmaele/access';
import { actOnCase, type ActionOutcome, caseView, refuseUnprintable, speakersOn } from '@genmaele/cases';
import { type ActionBody, AppError, type CaseKind, type DraftContent } from '@genmaele/contracts';
import { drawLetter, letterLook, letterOf, sourceOfDraft } from '@genmaele/documents';
import { Clock, crashPoint, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { type CaseAction, type CaseState, caseWorkflow, isCaseAction, type Need, offeredRows } from '@genmaele/workflow';
import { DataSource } from 'typeorm';

/** Where people's actions reach the one writer: for programs and for the pages alike. */
@Injectable()
export class CaseDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /**
   * Takes an action in a transaction of its own. A draft is first drawn as the letter it would become, so that a character that cannot be
   * printed is found while its author is there. Errors: those of `actOnCase`, `request.stale`, `case.action-unknown`, `case.join-target` (one that the
   * person does not see), `draft.character-unprintable`, `sign-in.level-too-low`.
   */
  async act(request: ActingRequest, caseId: string, action: string, body: ActionBody): Promise<ActionOutcome> {
    if (!isCaseAction(action)) throw new AppError('case.action-unknown', { action: action.slice(0, 60) });
    this.#refuseLowLevel(request, action);
    const now = this.clock.now();
    const actor = actorOf(request);
    if (body.joinTo && !(await seesRow(this.database, 'case', body.joinTo, viewerOf(request, now))))
      throw new AppError('case.join-target', { reason: 'Sagen findes ikke.' });
    if (action === 'save' && body.draft) await this.#tryPrint(caseId, actor, body.draft, now);
    const fresh = signedInFresh(request, now, this.env.FRESH_SIGN_IN_MINUTES);
    const outcome = await inTransaction(this.database, async (tx) => {
      const undoMinutes = this.env.APPROVAL_UNDO_MINUTES;
      const asked = { caseId, action, actor, now, requestId: request.id, signedInFresh: fresh, undoMinutes, ...body };
      const done = await onSeenVersion(request, tx, 'case', caseId, () => actOnCase(tx, asked));
      crashPoint(action === 'save' ? 'api.save.before-commit' : 'api.action.before-commit');
      return done;
    });
    crashPoint(action === 'save' ? 'api.save.after-commit' : 'api.action.after-commit');
    return outcome;
  }

  /** What asks for a fresh sign-in (approving, sending, making public) asks whoever was vouched for elsewhere for a level of assurance too. */
  #refuseLowLevel(request: ActingRequest, action: CaseAction): void {
    const least = this.env.APPROVAL_LEAST_LEVEL;
    const needs: readonly Need[] = caseWorkflow.filter((row) => row.action === action).flatMap((row) => [...row.needs]);
    if (!needs.includes('fresh') || levelSuffices(request, least)) return;
    throw new AppError('sign-in.level-too-low', { action, least: least ?? '', level: request.session.level ?? 'intet niveau' });
  }

  /** Draws the letter once, for a person who may save the draft; whoever may not is refused by the table alone. */
  async #tryPrint(caseId: string, actor: Actor, draft: DraftContent, now: Date): Promise<void> {
    const view = await caseView(this.database, caseId);
    if (!(await this.offered(view, actor, now)).some((each) => each.action === 'save')) return;
    refuseUnprintable(draft);
    const look = letterLook(this.env.LETTER_SETTINGS);
    drawLetter(letterOf(await sourceOfDraft(this.database, caseId, draft, now, look), 'test', look), look);
  }

  /** The actions the table offers this person now, for themselves or for whom they stand in for; what else they need is asked when they are taken. */
  async offered(view: OfferedOn, actor: Actor, now = this.clock.now()): Promise<OfferedAction[]> {
    return (await this.offers(actor, now))(view);
  }

  /** {@link offered} for many cases. */
  async offers(actor: Actor, now = this.clock.now()): Promise<(view: OfferedOn) => OfferedAction[]> {
    const speakers = await speakersOn(this.database, actor, now);
    return (view) => {
      const rows = offeredRows(view.state, [...new Set(speakers(view).flatMap((speaker) => speaker.roles))]);
      return rows.map(({ action, danish, needs }) => ({ action, danish, needs }));
    };
  }
}

/** What of a case decides on the actions that it offers. */
type OfferedOn = { state: CaseState; committeeId: string | null; kind: CaseKind };

/** An action of the workflow table, as a person is offered it. */
export type OfferedAction = { action: string; danish: string; needs: readonly string[] };
