import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, type Actor, actorOf, onSeenVersion, seesRow, signedInFresh, viewerOf } from '@genmaele/access';
import { actOnCase, type ActionOutcome, caseView, refuseUnprintable, speakersOf } from '@genmaele/cases';
import { type ActionBody, AppError, type CaseKind, type DraftContent } from '@genmaele/contracts';
import { drawLetter, letterLook, letterOf, sourceOfDraft } from '@genmaele/documents';
import { Clock, crashPoint, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { isCaseAction, offeredRows, type CaseState } from '@genmaele/workflow';
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
   * person does not see), `draft.character-unprintable`.
   */
  async act(request: ActingRequest, caseId: string, action: string, body: ActionBody): Promise<ActionOutcome> {
    if (!isCaseAction(action)) throw new AppError('case.action-unknown', { action: action.slice(0, 60) });
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

  /** Draws the letter once, for a person who may save the draft; whoever may not is refused by the table alone. */
  async #tryPrint(caseId: string, actor: Actor, draft: DraftContent, now: Date): Promise<void> {
    const view = await caseView(this.database, caseId);
    if (!(await this.offered(view, actor, now)).some((each) => each.action === 'save')) return;
    refuseUnprintable(draft);
    const look = letterLook(this.env.LETTER_SETTINGS);
    drawLetter(letterOf(await sourceOfDraft(this.database, caseId, draft, now, look), 'test', look), look);
  }

  /** The actions the table offers this person now, for themselves or for whom they stand in for; what else they need is asked when they are taken. */
  async offered(
    view: { state: CaseState; committeeId: string | null; kind: CaseKind },
    actor: Actor,
    now = this.clock.now(),
  ): Promise<{ action: string; danish: string; needs: readonly string[] }[]> {
    const speakers = await speakersOf(this.database, actor, view, now);
    const rows = offeredRows(view.state, [...new Set(speakers.flatMap((speaker) => speaker.roles))]);
    return rows.map(({ action, danish, needs }) => ({ action, danish, needs }));
  }
}
