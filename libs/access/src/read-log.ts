import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { appendAudit } from '@genmaele/audit';
import { Clock, inTransaction } from '@genmaele/platform';
import { type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type ActingRequest, declaredAccess, type DeclaredAccess } from './guards.js';
import { type Actor } from './people.js';
import { nounOf, tableOf } from './visibility.js';

/** What the log calls a row of each table. */
const subjectOf: Readonly<Record<(typeof tableOf)[keyof typeof tableOf], string>> = {
  response_case: 'case',
  hearing: 'hearing',
  contribution_request: 'contribution-request',
  contribution: 'contribution',
};

/**
 * Writes in the log who reads what, before it is read: no draft, letter, hearing or contribution is shown without a line. A line is written also for an id
 * that turns out not to exist, for whoever tries ids is to be seen too. Lists are not logged.
 */
@Injectable()
export class ReadLog implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    const id = request.params['id'];
    const access = this.reflector.getAllAndOverride<DeclaredAccess | undefined>(declaredAccess, [context.getHandler(), context.getClass()]);
    const noun = nounOf((request.route as { path: string }).path, access);
    const isId = z.uuid().safeParse(id).success;
    if (noun && isId && request.method === 'GET' && request.actor)
      await this.#write(request, request.actor, `${subjectOf[tableOf[noun]]}:${String(id)}`);
    return next.handle();
  }

  /** Whoever looks through another's eyes is the reader. */
  async #write(request: ActingRequest, actor: Actor, subject: string): Promise<void> {
    const { path: route } = request.route as { path: string };
    const facts = { route, ...(actor.through ? { eyesOf: actor.id } : {}) };
    const line = { actorId: actor.through?.id ?? actor.id, action: 'read', subject, facts, requestId: request.id };
    await inTransaction(this.database, (tx) => appendAudit(tx, line, this.clock.now()));
  }
}
