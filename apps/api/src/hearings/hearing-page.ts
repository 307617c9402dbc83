import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, mayDo, versionTag, viewerOf } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { casesOf } from '@genmaele/cases';
import { caseKinds, hearingRounds } from '@genmaele/contracts';
import { billsOf, documentsOf, type Hearing, hearingById, listHearings, readingOf, roundsOf } from '@genmaele/intake';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { page } from '../pages/page-views.js';
import { type RefusedForm } from '../pages/refused-form.js';
import { billOfHearing } from './hearing-bill.js';
import { billView } from './hearing-view.js';

/** The page of a hearing: its bill as a tree that can be pointed at, what an earlier version of it has become, and what it stands among. */
@Injectable()
export class HearingPage {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** As this person sees it; `refused` is the form that was refused, if one was. Errors: `hearing.not-found`, those of `billOfHearing`. */
  async render(request: ActingRequest, id: string, since?: string, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const version = await versionTag(this.database, 'hearing', id);
    const hearing = await hearingById(this.database, id);
    const facts = {
      ...{ actor, hearing, since, refused, versions: { [id]: version } },
      ...(await this.#around(request, id)),
      earlier: await this.#earlierThan(request, hearing),
      mayTriage: mayDo(actor.roles, 'case.triage'),
      today: localDateOf(this.clock.now()),
    };
    if (hearing.state !== 'read') return page('hearing', facts);
    const bill = await billOfHearing(this.database, id, since);
    return page('hearing', { ...facts, ...billView(bill, since === undefined ? undefined : await readingOf(this.database, since)) });
  }

  /** What the hearing stands among: its rounds, the cases that answer it, the bills that came of it, and what came with it. */
  async #around(request: ActingRequest, id: string) {
    const viewer = viewerOf(request, this.clock.now());
    return {
      rounds: await roundsOf(this.database, id, viewer),
      roundNames: hearingRounds,
      cases: await casesOf(this.database, id, viewer),
      caseKinds,
      bills: await billsOf(this.database, id),
      documents: await documentsOf(this.database, id),
    };
  }

  /** The read bills of the same ministry, which may be earlier versions of this one. */
  async #earlierThan(request: ActingRequest, { id, ministryId }: Hearing): Promise<Hearing[]> {
    const hearings = await listHearings(this.database, viewerOf(request, this.clock.now()));
    return hearings.filter((other) => other.id !== id && other.state === 'read' && other.ministryId === ministryId);
  }
}
