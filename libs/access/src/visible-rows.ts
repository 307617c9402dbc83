import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError, type ErrorCode } from '@genmaele/contracts';
import { Clock, rowsOf, type Tx } from '@genmaele/platform';
import { type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type ActingRequest, declaredAccess, type DeclaredAccess, viewerOf } from './guards.js';
import { type Noun, nounOf, tableOf, type Viewer, viewerParameters, visibility, visibleTo } from './visibility.js';

const notFound: Record<Noun, ErrorCode> = {
  case: 'case.not-found',
  letter: 'case.not-found',
  log: 'case.not-found',
  hearing: 'hearing.not-found',
  'contribution-request': 'contribution-request.not-found',
  contribution: 'contribution.not-found',
  'own-contribution': 'contribution.not-found',
};

/** Whether the viewer sees the row; false also when there is none. */
export async function seesRow(db: DataSource | Tx, noun: Noun, id: string, viewer: Viewer): Promise<boolean> {
  const sql = `SELECT 1 FROM ${tableOf[noun]} t WHERE t.id = $1 AND ${visibleTo(noun, 't', 2)}`;
  return (await rowsOf(db, sql, [id, ...viewerParameters(viewer)])).length > 0;
}

/** Before any handler: a row that the person may not see is answered as one that does not exist, by the same query and in the same words. */
@Injectable()
export class VisibleRows implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    const at = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<DeclaredAccess | undefined>(declaredAccess, at);
    const noun = nounOf((request.route as { path: string }).path, access);
    const id = z.uuid().safeParse(request.params['id']);
    if (noun && request.actor && id.success && !(await seesRow(this.database, noun, id.data, viewerOf(request, this.clock.now())))) {
      throw new AppError(notFound[noun]);
    }
    return next.handle();
  }
}

/** A person who sees a row, and each reason why; names and roles as they are now. */
export interface Onlooker {
  readonly personId: string;
  readonly name: string;
  readonly why: readonly string[];
}

/** Everyone with an account who sees the row now, and why, by name. Nobody for a row that does not exist. */
export async function onlookersOf(db: DataSource | Tx, noun: Noun, id: string, now: Date): Promise<Onlooker[]> {
  const reasons = visibility[noun].map(
    ({ sql }, i) => `CASE WHEN (${sql({ row: 't', person: 'p.id', now: '$2::timestamptz' })}) THEN ${i} END`,
  );
  const rows = await rowsOf<{ id: string; name: string; rules: (number | null)[] }>(
    db,
    `SELECT p.id, p.name, ARRAY[${reasons.join(', ')}] AS rules FROM person p JOIN ${tableOf[noun]} t ON t.id = $1
     WHERE p.disabled_at IS NULL ORDER BY p.name, p.id`,
    [id, now],
  );
  return rows
    .map(({ id: personId, name, rules }) => ({
      personId,
      name,
      why: rules.flatMap((rule) => (rule === null ? [] : [visibility[noun][rule]?.why ?? ''])),
    }))
    .filter(({ why }) => why.length > 0);
}
