import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, onSeenVersion, seesRow, viewerOf, versionsOf } from '@genmaele/access';
import {
  type ActionOutcome,
  classifyCase,
  listOpenReservations,
  openLetterCase,
  putRoutingInForce,
  type ReservationLine,
  reservationsOf,
  routingSets,
  type RoutingTrial,
  saveRoutingSet,
  stepReservation,
  takeReservation,
  triageCase,
  triageView,
  tryRoutingSet,
} from '@genmaele/cases';
import {
  AppError,
  type BillLinkBody,
  type MinisterialLetterBody,
  type ReservationActionBody,
  type ReservationBody,
  type RoutingSetBody,
  type TriageBody,
} from '@genmaele/contracts';
import { linkBill, unlinkBill } from '@genmaele/intake';
import { Clock, inTransaction } from '@genmaele/platform';
import { isReservationAction } from '@genmaele/workflow';
import { DataSource } from 'typeorm';

/** Triage, routing rules and reservations, for programs and for the pages alike. */
@Injectable()
export class TriageDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }

  #acting(request: ActingRequest) {
    return { actor: actorOf(request), requestId: request.id, now: this.clock.now() };
  }

  /** Errors: `case.not-found`. */
  view(request: ActingRequest, caseId: string) {
    return triageView(this.database, caseId, viewerOf(request, this.clock.now()));
  }

  /** A case is joined to one that the person sees, or to none. Errors: those of `triageCase`, `request.stale`. */
  async triage(request: ActingRequest, caseId: string, body: TriageBody): Promise<ActionOutcome> {
    await this.#refuseUnseen(request, body.joinTo);
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'case', caseId, () => triageCase(tx, caseId, body, this.#acting(request))),
    );
  }

  async #refuseUnseen(request: ActingRequest, joinTo: string | undefined): Promise<void> {
    if (joinTo && !(await seesRow(this.database, 'case', joinTo, viewerOf(request, this.clock.now()))))
      throw new AppError('case.join-target', { reason: 'Sagen findes ikke.' });
  }

  /** Errors: those of `classifyCase`, `request.stale`. */
  classify(request: ActingRequest, caseId: string, kleNumber: string): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'case', caseId, () => classifyCase(tx, caseId, kleNumber, this.#by(request))),
    );
  }

  /** Errors: those of `openLetterCase`. */
  openLetter(request: ActingRequest, body: MinisterialLetterBody): Promise<{ caseId: string }> {
    return inTransaction(this.database, (tx) => openLetterCase(tx, body, this.#by(request)));
  }

  /** Opens one case for all the recipients, or one for each (`each`), all or none of them. Returns their ids. Errors: those of `openLetterCase`. */
  openLetters(request: ActingRequest, body: MinisterialLetterBody, each: boolean): Promise<string[]> {
    const bodies = each ? body.recipients.map((recipient) => ({ ...body, recipients: [recipient] })) : [body];
    return inTransaction(this.database, async (tx) => {
      const ids: string[] = [];
      for (const one of bodies) ids.push((await openLetterCase(tx, one, this.#by(request))).caseId);
      return ids;
    });
  }

  /** Errors: `hearing.not-found`, `request.stale`. */
  linkBill(request: ActingRequest, hearingId: string, body: BillLinkBody): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'hearing', hearingId, () => linkBill(tx, hearingId, body, this.#by(request))),
    );
  }

  /** Errors: `hearing.not-found` (also when the bill is not linked to it), `request.stale`. */
  endBill(request: ActingRequest, hearingId: string, billId: string, validTo: string): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'hearing', hearingId, () => unlinkBill(tx, hearingId, billId, validTo, this.#by(request))),
    );
  }

  /** The open reservations on cases that the person sees, the oldest first. */
  openReservations(request: ActingRequest): Promise<ReservationLine[]> {
    return listOpenReservations(this.database, viewerOf(request, this.clock.now()));
  }

  /** The reservations of a case, each with the version by which it can be moved on. */
  async reservations(caseId: string) {
    const versions = await versionsOf(this.database, 'reservation', ['case_id', caseId]);
    return (await reservationsOf(this.database, caseId)).map((line) => ({ ...line, etag: versions[line.id] }));
  }

  /** Errors: those of `takeReservation`. */
  take(request: ActingRequest, caseId: string, body: ReservationBody): Promise<string> {
    return inTransaction(this.database, (tx) => takeReservation(tx, caseId, body, this.#acting(request)));
  }

  /** Errors: `reservation.not-found` (also for another case's), `reservation.action-not-allowed`, those of `stepReservation`. */
  async step(request: ActingRequest, caseId: string, reservationId: string, action: string, body: ReservationActionBody) {
    const found = (await reservationsOf(this.database, caseId)).find(({ id }) => id === reservationId);
    if (!found) throw new AppError('reservation.not-found');
    if (!isReservationAction(action))
      throw new AppError('reservation.action-not-allowed', { action: action.slice(0, 60), state: found.state });
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'reservation', reservationId, () =>
        stepReservation(tx, reservationId, action, body, this.#acting(request)),
      ),
    );
  }

  /** Every set of rules, each with the version by which it can be changed. */
  async routes() {
    const versions = await versionsOf(this.database, 'routing-set');
    return (await routingSets(this.database)).map((set) => ({ ...set, etag: versions[set.id] }));
  }

  /** Errors: those of `saveRoutingSet`. */
  saveRoutes(request: ActingRequest, setId: string | undefined, body: RoutingSetBody): Promise<string> {
    return inTransaction(this.database, (tx) => {
      const save = () => saveRoutingSet(tx, setId, body, this.#by(request));
      return setId ? onSeenVersion(request, tx, 'routing-set', setId, save, { moves: true }) : save();
    });
  }

  /** Errors: those of `tryRoutingSet`. */
  tryRoutes(request: ActingRequest, setId: string): Promise<RoutingTrial> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'routing-set', setId, () => tryRoutingSet(tx, setId, this.#by(request))),
    );
  }

  /** Errors: those of `putRoutingInForce`. */
  forceRoutes(request: ActingRequest, setId: string, validFrom: string): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'routing-set', setId, () => putRoutingInForce(tx, setId, validFrom, this.#by(request))),
    );
  }
}
