import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorOf,
  askForLink,
  changePassword,
  choosePassword,
  endOneSession,
  endSessionsOf,
  linkHolds,
  type SessionLine,
  sessionsOf,
} from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** One's own account: password and sessions, for programs and for the pages alike. */
@Injectable()
export class AccountDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Promises a link by mail to whoever has the e-mail; answers alike when nobody has. */
  askForLink(email: string): Promise<void> {
    return inTransaction(this.database, (tx) => askForLink(tx, 'reset', email, this.clock.now()));
  }

  /** Whether a link of a mail can still be used. */
  linkHolds(token: string): Promise<boolean> {
    return inTransaction(this.database, (tx) => linkHolds(tx, token, this.clock.now()));
  }

  /** Errors: `account.link-dead`, `person.password-refused`. */
  choosePassword(request: ActingRequest, token: string, password: string): Promise<void> {
    const by = { now: this.clock.now(), requestId: request.id };
    return inTransaction(this.database, (tx) => choosePassword(tx, token, password, by));
  }

  /** Errors: `person.password-refused`. */
  changePassword(request: ActingRequest, passwords: { current: string; next: string }): Promise<void> {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    return inTransaction(this.database, (tx) => changePassword(tx, passwords, by, request.sessionID));
  }

  sessions(request: ActingRequest): Promise<SessionLine[]> {
    return sessionsOf(this.database, actorOf(request).id, request.sessionID);
  }

  /** Ends one of one's own sessions. Errors: `request.not-found`. */
  async endSession(request: ActingRequest, id: string): Promise<void> {
    const ended = await inTransaction(this.database, (tx) => endOneSession(tx, actorOf(request).id, id));
    if (!ended) throw new AppError('request.not-found');
  }

  /** Ends all of one's own sessions but this. */
  endOtherSessions(request: ActingRequest): Promise<void> {
    return inTransaction(this.database, (tx) => endSessionsOf(tx, actorOf(request).id, request.sessionID));
  }
}
