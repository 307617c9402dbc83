import { actorById, type Actor } from '@genmaele/access';
import { type CaseKind, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type systemActor } from './action-request.js';
import { rolesHere } from './roles-here.js';

/** In whose name an actor can act on a case: their own, and that of each they stand in for, with the roles that carries. */
export interface Speaker {
  /** Null for the actor's own name. */
  readonly forPersonId: string | null;
  readonly standInId: string | null;
  readonly roles: readonly Role[];
}

interface StandInRow {
  id: string;
  person_id: string;
  roles: Role[];
  committees: string[];
  kinds: CaseKind[];
}

const inForceSql = `SELECT id, person_id, roles, committees, kinds FROM stand_in
  WHERE by_person_id = $1 AND valid_from <= $2 AND valid_to > $2 AND (ended_at IS NULL OR ended_at > $2) ORDER BY set_at, id`;

/** The names an actor can act in on this case now, their own first. Who stands in for a person whose account is closed speaks for nobody. */
export async function speakersOf(
  db: DataSource | Tx,
  actor: Pick<Actor, 'id' | 'roles' | 'committees'> | typeof systemActor,
  onCase: { committeeId: string | null; kind: CaseKind },
  now: Date,
): Promise<Speaker[]> {
  const own: Speaker = { forPersonId: null, standInId: null, roles: rolesHere({ actor }, onCase) };
  if (!actor.id) return [own];
  const rows = await rowsOf<StandInRow>(db, inForceSql, [actor.id, now]);
  const speakers = [own];
  for (const { id, person_id: forPersonId, ...scope } of rows) {
    if (!inScope(scope, onCase)) continue;
    const principal = await actorById(db, forPersonId, now);
    const held = principal ? rolesHere({ actor: principal }, onCase) : [];
    const roles = held.filter((role) => standableRoles.has(role) && (scope.roles.length === 0 || scope.roles.includes(role)));
    if (roles.length > 0) speakers.push({ forPersonId, standInId: id, roles });
  }
  return speakers;
}

/** Roles that only a person's own account carries, whoever stands in: what they guard is not one case. */
const standableRoles: ReadonlySet<Role> = new Set([
  'officer',
  'head-of-office',
  'economist',
  'committee-secretary',
  'vice-chair',
  'chair',
  'association-chair',
  'dispatcher',
]);

function inScope(
  { committees, kinds }: Pick<StandInRow, 'committees' | 'kinds'>,
  onCase: { committeeId: string | null; kind: CaseKind },
): boolean {
  const committee = committees.length === 0 || (onCase.committeeId !== null && committees.includes(onCase.committeeId));
  return committee && (kinds.length === 0 || kinds.includes(onCase.kind));
}

/** These people and whoever stands in for one of them now; what exactly the others may do is asked when they act. */
export async function withStandIns(db: DataSource | Tx, people: readonly { id: string }[], now: Date): Promise<{ id: string }[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    'SELECT DISTINCT by_person_id AS id FROM stand_in WHERE person_id = ANY($1) AND valid_from <= $2 AND valid_to > $2 AND ended_at IS NULL',
    [people.map(({ id }) => id), now],
  );
  return [...people, ...rows.filter(({ id }) => !people.some((each) => each.id === id))];
}
