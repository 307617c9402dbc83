import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, seesRow, viewerOf } from '@genmaele/access';
import { type CaseBundle, exportCase, exportPerson } from '@genmaele/delivery';
import { HttpTimestampAuthority } from '@genmaele/documents';
import { Clock, type Environment, ENVIRONMENT, outgoingRules } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Where people take out what the system holds on a case or a person. */
@Injectable()
export class ExportDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /** The case as one bundle: whole for whoever sees the case, else what its log says. Errors: those of `exportCase`. */
  async ofCase(request: ActingRequest, caseId: string): Promise<CaseBundle> {
    const now = this.clock.now();
    const scope = (await seesRow(this.database, 'case', caseId, viewerOf(request, now))) ? 'whole' : 'log';
    const authority = this.env.TIMESTAMP_URL
      ? new HttpTimestampAuthority({ url: this.env.TIMESTAMP_URL, rules: outgoingRules(this.env) })
      : undefined;
    const asked = { caseId, scope, actorId: actorOf(request).id, requestId: request.id, now } as const;
    return exportCase(this.database, asked, { authority, file: this.env.AUDIT_ANCHOR_FILE });
  }

  /** All that is held on a person, as a zip file. Errors: `person.not-found`. */
  ofPerson(request: ActingRequest, personId: string): Promise<Buffer> {
    return exportPerson(this.database, { personId, actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() });
  }
}
