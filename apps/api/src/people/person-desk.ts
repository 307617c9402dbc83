import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, closeAccount, listPeople, onSeenVersion, openAccount, versionsOf } from '@genmaele/access';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type newPersonBody } from '../api-shapes.js';
import { requireKnownPlace } from './role-places.js';

/** Accounts, for programs and for the pages alike. */
@Injectable()
export class PersonDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Everyone with an account, each with the version by which it can be changed. */
  async list() {
    const versions = await versionsOf(this.database, 'person');
    return (await listPeople(this.database, this.clock.now())).map((person) => ({ ...person, etag: versions[person.id] }));
  }

  /** Errors: `person.exists`, `request.invalid` (see {@link requireKnownPlace}). */
  open(request: ActingRequest, body: z.infer<typeof newPersonBody>) {
    return inTransaction(this.database, async (tx) => {
      for (const role of body.roles) await requireKnownPlace(tx, role);
      return openAccount(tx, body, body.roles, this.#by(request));
    });
  }

  /** Errors: `person.not-found`. */
  close(request: ActingRequest, personId: string) {
    return inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'person', personId, () => closeAccount(tx, personId, this.#by(request))),
    );
  }

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }
}
