import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, listPeople, type Noun, type Onlooker, onlookersOf, onSeenVersion } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { type Confidence, confideCase, namedOnCase, writeNotice } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Who sees what, for programs and for the pages alike. */
@Injectable()
export class VisibilityDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Everyone who sees the row, and why. */
  onlookers(noun: Noun, id: string): Promise<Onlooker[]> {
    return onlookersOf(this.database, noun, id, this.clock.now());
  }

  /** Who may be named on a case, and who is. */
  async naming(caseId: string): Promise<{ id: string; name: string; named: boolean }[]> {
    const now = this.clock.now();
    const named = await inTransaction(this.database, (tx) => namedOnCase(tx, caseId, now));
    const people = (await listPeople(this.database, now)).filter(({ disabledAt }) => disabledAt === null);
    return people.map(({ id, name }) => ({ id, name, named: named.includes(id) }));
  }

  /** Errors: those of `confideCase`, `request.stale`. */
  confide(request: ActingRequest, caseId: string, confidence: Confidence): Promise<void> {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    return inTransaction(this.database, (tx) => onSeenVersion(request, tx, 'case', caseId, () => confideCase(tx, caseId, confidence, by)));
  }

  /** Begins to look through another's eyes; that person is told, and the log says so. Errors: `person.not-found`. */
  async beginLooking(request: ActingRequest, personId: string): Promise<void> {
    const { id: actorId, name } = actorOf(request);
    const now = this.clock.now();
    await inTransaction(this.database, async (tx) => {
      const person = (await listPeople(tx, now)).find(({ id, disabledAt }) => id === personId && disabledAt === null);
      if (!person || personId === actorId) throw new AppError('person.not-found');
      const text = `${name} ser som administrator Genmæle, som du ser det, for at hjælpe eller undersøge. Der kan intet gøres på dine vegne, og det står i loggen.`;
      const notice = { recipient: person.email, kind: 'alarm' as const, subject: 'Genmæle: en administrator ser gennem dine øjne', text };
      await writeNotice(tx, notice, `eyes:${request.id ?? ''}`, now);
      await appendAudit(tx, { actorId, action: 'eyes.begin', subject: `person:${personId}`, requestId: request.id }, now);
    });
    request.session.eyesOf = personId;
  }

  /** Ends it. */
  async endLooking(request: ActingRequest): Promise<void> {
    const { eyesOf } = request.session;
    if (!eyesOf) return;
    delete request.session.eyesOf;
    const line = { actorId: actorOf(request).id, action: 'eyes.end', subject: `person:${eyesOf}`, requestId: request.id };
    await inTransaction(this.database, (tx) => appendAudit(tx, line, this.clock.now()));
  }
}
