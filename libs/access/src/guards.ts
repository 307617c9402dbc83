import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT } from '@genmaele/platform';
import { type Request } from 'express';
import { DataSource } from 'typeorm';
import { actorById, type Actor } from './people.js';
import { mayDo, type Permission } from './permissions.js';
import { isSessionPast } from './sessions.js';
import { actorByToken, bearerOf } from './tokens/api-tokens.js';
import { type Viewer } from './visibility.js';

/** Where a route's declaration is kept. */
export const declaredAccess = 'genmaele:access';

/** What a route declares: open to all, open to whoever is signed in, or to those who hold a permission. */
export type DeclaredAccess = 'public' | 'signed-in' | Permission;

/** This route is open to anyone. */
export const Public = () => SetMetadata(declaredAccess, 'public' satisfies DeclaredAccess);

/** This route is open to anyone who is signed in. */
export const SignedIn = () => SetMetadata(declaredAccess, 'signed-in' satisfies DeclaredAccess);

const declaredEnrolling = 'genmaele:enrolling';

/** This route is open to a person whose role needs a second factor, before there is one. */
export const WhileEnrolling = () => SetMetadata(declaredEnrolling, true);

/** This route is open to those who hold the permission. */
export const Allow = (permission: Permission) => SetMetadata(declaredAccess, permission);

/** A request with the person who makes it. */
export interface ActingRequest extends Request {
  actor?: Actor;
  /** The version of what is read, as an entity tag. */
  version?: string | undefined;
  /** The version that the sender of a change has seen. */
  seenVersion?: string | undefined;
  id?: string;
}

/** Who looks at rows in this request; the guard has made sure there is someone. */
export function viewerOf(request: ActingRequest, now: Date): Viewer {
  const { id: personId, through } = actorOf(request);
  return { personId, throughId: through?.id, now };
}

/** The person who makes the request; the guard has made sure there is one. */
export function actorOf(request: ActingRequest): Actor {
  if (!request.actor) throw new AppError('sign-in.needed');
  return request.actor;
}

/**
 * Denies every route that declares nothing, and every person without the declared permission. Roles are read anew for each request, so a
 * role that ends, or an account that is closed, ends at once; a sample account's session is worth nothing to a production, nor one
 * that has lasted as long as a session may.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Pick<Environment, 'NODE_ENV' | 'SESSION_HOURS'>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declared = this.reflector.getAllAndOverride<DeclaredAccess | undefined>(declaredAccess, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (declared === undefined) throw new AppError('request.not-found');
    const request = context.switchToHttp().getRequest<ActingRequest>();
    const now = this.clock.now();
    const bearer = bearerOf(request.headers);
    if (bearer !== undefined) return this.#admitToken(request, bearer, declared, now);
    const personId = isSessionPast(request, now, this.env.SESSION_HOURS) ? undefined : (request.user as { id: string } | undefined)?.id;
    const actor = personId ? await actorById(this.database, personId, now, this.env.NODE_ENV !== 'production') : undefined;
    if (actor) request.actor = actor;
    if (actor && request.session?.enrolFirst && declared !== 'public' && !this.#whileEnrolling(context)) {
      throw new AppError('sign-in.enrol-first');
    }
    await this.#lookThrough(request, declared, now);
    if (declared === 'public') return true;
    if (!request.actor) throw new AppError('sign-in.needed');
    if (declared !== 'signed-in' && !mayDo(request.actor.roles, declared))
      throw new AppError('permission.denied', { permission: declared });
    return true;
  }

  #whileEnrolling(context: ExecutionContext): boolean {
    return this.reflector.get<boolean | undefined>(declaredEnrolling, context.getHandler()) ?? false;
  }

  /**
   * A program's token opens what both it and its person may do, never the person's own account. It comes alone: with a cookie it would be
   * unclear who asks. Errors: `token.with-cookie`, `token.refused`, `permission.denied`.
   */
  async #admitToken(request: ActingRequest, token: string, declared: DeclaredAccess, now: Date): Promise<boolean> {
    if (request.headers.cookie !== undefined) throw new AppError('token.with-cookie');
    const { actor, permissions } = await actorByToken(this.database, token, now, this.env.NODE_ENV !== 'production');
    request.actor = actor;
    if (declared === 'public') return true;
    if (declared === 'signed-in' || !permissions.includes(declared) || !mayDo(actor.roles, declared)) {
      throw new AppError('permission.denied', { permission: declared });
    }
    return true;
  }

  /**
   * Lets an administrator see as another sees, where there is something to see: one's own account stays one's own, and whatever changes
   * anything is refused. Errors: `request.eyes-only`.
   */
  async #lookThrough(request: ActingRequest, declared: DeclaredAccess, now: Date): Promise<void> {
    const { actor } = request;
    const eyesOf = (request.session as { eyesOf?: string } | undefined)?.eyesOf;
    if (!actor || !eyesOf || !mayDo(actor.roles, 'person.look-through')) return;
    if (declared === 'signed-in') return;
    if (request.method !== 'GET') throw new AppError('request.eyes-only');
    const seen = await actorById(this.database, eyesOf, now, this.env.NODE_ENV !== 'production');
    if (seen) request.actor = { ...seen, through: { id: actor.id, name: actor.name } };
  }
}
