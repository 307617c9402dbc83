import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, closeAccount, listPeople, onSeenVersion, openAccount, versionTags } from '@genmaele/access';
import { committeeName } from '@genmaele/committees';
import { AppError } from '@genmaele/contracts';
import { ministries } from '@genmaele/intake';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type newPersonBody } from '../api-shapes.js';

/** Accounts, for programs and for the pages alike. */
@Injectable()
export class PersonDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Everyone with an account, each with the version by which it can be changed. */
  async list() {
    const ids = (await listPeople(this.database, this.clock.now())).map(({ id }) => id);
    const versions = await versionTags(this.database, 'person', ids);
    return (await listPeople(this.database, this.clock.now())).map((person) => ({ ...person, etag: versions[person.id] }));
  }

  /** Errors: `person.exists`, `request.invalid` (a committee or ministry that is not known, or a role that needs one without it). */
  open(request: ActingRequest, body: z.infer<typeof newPersonBody>) {
    return inTransaction(this.database, async (tx) => {
      for (const { role, committeeId, ministryId } of body.roles) {
        const known = ministries.some(({ id, validTo }) => id === ministryId && !validTo);
        if ((role === 'ministry-contact') !== (ministryId !== undefined) || (ministryId !== undefined && !known)) {
          throw new AppError('request.invalid', { problem: 'ministeriet mangler, eller rollen hører ikke til et ministerium' });
        }
        const bound = role === 'chair' || role === 'committee-secretary';
        if (bound !== (committeeId !== undefined) || (committeeId && !(await committeeName(tx, committeeId)))) {
          throw new AppError('request.invalid', { problem: 'udvalget mangler, eller rollen hører ikke til et udvalg' });
        }
      }
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
