import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, type Onlooker, onlookersOf, onSeenVersion, viewerOf } from '@genmaele/access';
import { AppError, type ContributionBody, type ContributionRequestBody } from '@genmaele/contracts';
import {
  askMunicipalities,
  contributionView,
  endRequest,
  listAskedContributions,
  remindMunicipalities,
  requestsOfCase,
  type SavedVersion,
  writeContribution,
} from '@genmaele/contributions';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** What municipalities are asked and contribute, for programs and for the pages alike. */
@Injectable()
export class ContributionDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }

  #viewer(request: ActingRequest) {
    return viewerOf(request, this.clock.now());
  }

  /** What was asked about a case and answered; empty for whoever reads no contributions. */
  ofCase(request: ActingRequest, caseId: string) {
    return requestsOfCase(this.database, caseId, this.#viewer(request));
  }

  /** Errors: those of `askMunicipalities`. */
  ask(request: ActingRequest, caseId: string, body: ContributionRequestBody): Promise<string> {
    return inTransaction(this.database, (tx) => askMunicipalities(tx, caseId, body, this.#by(request)));
  }

  /** Errors: those of `endRequest`. */
  end(request: ActingRequest, requestId: string): Promise<void> {
    return inTransaction(this.database, (tx) => endRequest(tx, requestId, this.#by(request)));
  }

  /** Returns how many municipalities had not answered. Errors: those of `remindMunicipalities`. */
  remind(request: ActingRequest, requestId: string): Promise<number> {
    return inTransaction(this.database, (tx) => remindMunicipalities(tx, requestId, this.#by(request)));
  }

  /** Errors: `contribution-request.not-found` when it is none of the case's, or not the person's to see. */
  async requireOfCase(request: ActingRequest, caseId: string, requestId: string): Promise<void> {
    const requests = await this.ofCase(request, caseId);
    if (!requests.some(({ id }) => id === requestId)) throw new AppError('contribution-request.not-found');
  }

  /** What the person's own municipalities are asked. */
  own(request: ActingRequest) {
    return listAskedContributions(this.database, this.#viewer(request));
  }

  /** Errors: `contribution.not-found`. */
  view(request: ActingRequest, id: string) {
    return contributionView(this.database, id, this.#viewer(request));
  }

  /** Everyone who sees a contribution as it was sent, and its own municipality's contacts, with why. */
  onlookers(id: string): Promise<Onlooker[]> {
    return onlookersOf(this.database, 'contribution', id, this.clock.now());
  }

  /** Saves or sends a contribution, which must be as its writer saw it. Errors: those of `writeContribution`, `request.stale`. */
  write(request: ActingRequest, id: string, body: ContributionBody): Promise<SavedVersion> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'contribution', id, () => writeContribution(tx, id, body, this.#by(request))),
    );
  }
}
