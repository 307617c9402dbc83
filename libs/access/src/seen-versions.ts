import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';
import { type Response } from 'express';
import { type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type ActingRequest } from './guards.js';
import { type DeclaredVersion, declaredVersion, onVersion, type Versioned, versionTag } from './row-versions.js';

/** What a request says in a header, or a form, which cannot set headers, in a hidden field. */
export function saidOf(request: ActingRequest, header: 'if-match' | 'idempotency-key'): string | undefined {
  const field: unknown = (request.body as Record<string, unknown> | undefined)?.[`_${header}`];
  return request.headers[header]?.toString() ?? (typeof field === 'string' ? field : undefined);
}

/**
 * Gives the version of what is read, and holds every change of what has a version to the version that was seen. `*` and weak tags name no
 * version. Errors: `request.version-missing` without one.
 */
@Injectable()
export class SeenVersions implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const declared = this.reflector.get<DeclaredVersion | undefined>(declaredVersion, context.getHandler());
    const request = context.switchToHttp().getRequest<ActingRequest>();
    const id = z.uuid().safeParse(request.params[declared?.parameter ?? 'id']);
    if (!declared || !id.success) return next.handle();
    if (request.method === 'GET') {
      request.version = await versionTag(this.database, declared.noun, id.data);
      if (request.version) context.switchToHttp().getResponse<Response>().setHeader('ETag', request.version);
    } else {
      request.seenVersion = saidOf(request, 'if-match');
      if (!/^"\d+"$/.test(request.seenVersion ?? '')) throw new AppError('request.version-missing');
    }
    return next.handle();
  }
}

/**
 * Carries out this request's change to a row, which must be as its sender saw it. `moves`: the change is kept in another table, and yet makes a new version
 * of the row. Errors: those of {@link onVersion}.
 */
export function onSeenVersion<T>(
  request: ActingRequest,
  tx: Tx,
  noun: Versioned,
  id: string,
  change: () => Promise<T>,
  { moves = false } = {},
): Promise<T> {
  if (request.seenVersion === undefined) throw new AppError('request.version-missing');
  return onVersion(tx, { noun, id, moves }, request.seenVersion, change);
}
