import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  endRole,
  giveRole,
  grantsOf,
  listPeople,
  onSeenVersion,
  type RoleSpan,
  versionTag,
} from '@genmaele/access';
import { addDays, localDateOf, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import { AppError } from '@genmaele/contracts';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type newRoleBody } from '../api-shapes.js';
import { requireKnownPlace } from './role-places.js';

type NewRole = z.infer<typeof newRoleBody>;

/** The roles of an open account, for programs and for the pages alike. */
@Injectable()
export class RoleDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** A person and all roles that they hold, have held or are to hold, under the version by which they can be changed. Errors: `person.not-found`. */
  async of(personId: string) {
    const etag = await versionTag(this.database, 'person', personId);
    const now = this.clock.now();
    const person = (await listPeople(this.database, now)).find(({ id }) => id === personId);
    if (!person) throw new AppError('person.not-found');
    const roles = (await grantsOf(this.database, personId)).map((grant) => ({
      ...grant,
      over: grant.validTo !== null && grant.validTo <= now,
    }));
    return { id: personId, name: person.name, disabledAt: person.disabledAt, etag, roles };
  }

  /** Errors: `request.invalid` (a place that does not fit the role, a day that is past), `request.stale`, those of `giveRole`. */
  give(request: ActingRequest, personId: string, { firstDay, lastDay, ...held }: NewRole): Promise<{ roleId: string }> {
    const by = this.#by(request);
    const span = spanOf(firstDay, lastDay, by.now);
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'person', personId, async () => {
        await requireKnownPlace(tx, held);
        return giveRole(tx, personId, held, span, by);
      }),
    );
  }

  /** Errors: `request.stale`, those of `endRole`. */
  end(request: ActingRequest, personId: string, roleId: string): Promise<void> {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'person', personId, () => endRole(tx, personId, roleId, this.#by(request))),
    );
  }

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }
}

/** Danish days as a span: from now when the first day is today or left out. Errors: `request.invalid` for a day that is past, since no right is given backwards. */
function spanOf(firstDay: string | undefined, lastDay: string | undefined, now: Date): RoleSpan {
  const today = localDateOf(now);
  const first = firstDay === undefined ? today : parseLocalDate(firstDay);
  if (first < today) throw new AppError('request.invalid', { problem: 'den første dag er gået' });
  if (lastDay !== undefined && lastDay < first) throw new AppError('request.invalid', { problem: 'den sidste dag er før den første' });
  const midnight = (day: string) => new Date(parseDeadline(`${day}T00:00`).instant);
  return {
    from: first === today ? now : midnight(first),
    until: lastDay === undefined ? null : midnight(addDays(parseLocalDate(lastDay), 1)),
  };
}
