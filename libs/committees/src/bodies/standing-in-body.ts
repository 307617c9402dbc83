import { type Actor } from '@genmaele/access';
import { type LocalDate } from '@genmaele/calendar';
import { AppError, type Role, roleNames } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Member, membersOn } from './body-queries.js';

/** What a person is in one body, and so what they may see and do there. */
export interface StandingInBody {
  /** The roles that count in this body: those held everywhere, and those held in it. */
  readonly roles: readonly Role[];
  /** The places the person holds on the day. */
  readonly places: readonly Member[];
  /** May read what is treated behind closed doors. */
  readonly seesClosed: boolean;
  /** May read an agenda before its papers are sent. */
  readonly seesUnsent: boolean;
}

/** Who acts; the system is an actor without an id. */
export type BodyActor = Pick<Actor, 'roles' | 'committees'> & { readonly id: string | undefined };

/** The worker, acting by itself. */
export const bodySystem: BodyActor = { id: undefined, roles: ['system'], committees: [] };

const bodyRoles: readonly Role[] = ['chair', 'vice-chair', 'member'];
const preparing: readonly Role[] = ['committee-secretary', 'head-of-office', 'administrator', 'officer'];

/** The roles of a person that count in a body. A role bound to another body does not; one that is held everywhere does. */
export function rolesInBody({ roles, committees }: Pick<BodyActor, 'roles' | 'committees'>, committeeId: string): Role[] {
  return roles.filter((role) => {
    const bound = committees.filter((each) => each.role === role);
    return bound.length === 0 || bound.some((each) => each.committeeId === committeeId);
  });
}

/**
 * What the person is in the body on a day. Closed items are for its members, its secretary and the head of office; a role as a member that is
 * bound to no body makes nobody a member of this one.
 */
export async function standingIn(db: DataSource | Tx, actor: BodyActor, committeeId: string, on: LocalDate): Promise<StandingInBody> {
  const roles = rolesInBody(actor, committeeId);
  const places = actor.id ? (await membersOn(db, committeeId, on)).filter(({ personId }) => personId === actor.id) : [];
  const bound = actor.committees.some((each) => each.committeeId === committeeId && bodyRoles.includes(each.role));
  const staff = roles.includes('committee-secretary') || roles.includes('head-of-office');
  return {
    roles,
    places,
    seesClosed: staff || bound || places.length > 0,
    seesUnsent: preparing.some((role) => roles.includes(role)),
  };
}

/** Whether the person consents to late items: the chair, or the vice chair in the chair's place. */
export function consentsToLate({ places }: Pick<StandingInBody, 'places'>): boolean {
  return places.some((place) => place.function === 'chair' || place.function === 'vice-chair');
}

/** Errors: `meeting.role-missing` for whoever holds none of the roles in the body. */
export function refuseWithoutRole(actor: BodyActor, committeeId: string, wanted: readonly Role[]): void {
  const held = rolesInBody(actor, committeeId);
  if (!wanted.some((role) => held.includes(role))) throw roleMissing(wanted);
}

/** The refusal of whoever holds none of the roles in the body. */
export function roleMissing(wanted: readonly Role[]): AppError {
  return new AppError('meeting.role-missing', { allowed: wanted.map((role) => roleNames[role]).join(', ') });
}

/** Who may arrange a body's meetings and members. */
export const managing: readonly Role[] = ['committee-secretary', 'administrator'];

/** Who writes down what a body decides. */
export const recording: readonly Role[] = ['committee-secretary'];
