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

type CaseScope = { committeeId: string | null; kind: CaseKind };
type Acting = Pick<Actor, 'id' | 'roles' | 'committees'> | typeof systemActor;

/** The names an actor can act in on this case now, their own first. Who stands in for a person whose account is closed speaks for nobody. */
export async function speakersOf(db: DataSource | Tx, actor: Acting, onCase: CaseScope, now: Date): Promise<Speaker[]> {
  return (await speakersOn(db, actor, now))(onCase);
}

/** {@link speakersOf} for many cases: for whom the actor stands in is read once. */
export async function speakersOn(db: DataSource | Tx, actor: Acting, now: Date): Promise<(onCase: CaseScope) => Speaker[]> {
  const rows = actor.id ? await rowsOf<StandInRow>(db, inForceSql, [actor.id, now]) : [];
  const principals: Record<string, Actor | undefined> = {};
  for (const { person_id: id } of rows) principals[id] ??= await actorById(db, id, now);
  return (onCase) => {
    const own: Speaker = { forPersonId: null, standInId: null, roles: rolesHere({ actor }, onCase) };
    const others = rows.flatMap(({ id, person_id: forPersonId, ...scope }): Speaker[] => {
      const principal = inScope(scope, onCase) ? principals[forPersonId] : undefined;
      const held = principal ? rolesHere({ actor: principal }, onCase) : [];
      const roles = held.filter((role) => standableRoles.has(role) && (scope.roles.length === 0 || scope.roles.includes(role)));
      return roles.length > 0 ? [{ forPersonId, standInId: id, roles }] : [];
    });
    return [own, ...others];
  };
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

function inScope({ committees, kinds }: Pick<StandInRow, 'committees' | 'kinds'>, onCase: CaseScope): boolean {
  const committee = committees.length === 0 || (onCase.committeeId !== null && committees.includes(onCase.committeeId));
  return committee && (kinds.length === 0 || kinds.includes(onCase.kind));
}

/** A task as far as stand-ins ask about it. */
export interface TaskScope {
  readonly role: Role;
  readonly committeeId: string | null;
  readonly kind: CaseKind;
}

/** The SQL condition that the stand-in `s` is in force at `now` and carries a role on cases of a committee and kind; the words are SQL. */
export function standInCarries({ role, committee, kind, now }: { role: string; committee: string; kind: string; now: string }): string {
  const standable = [...standableRoles].map((each) => `'${each}'`).join(', ');
  return `s.valid_from <= ${now} AND s.valid_to > ${now} AND (s.ended_at IS NULL OR s.ended_at > ${now}) AND ${role} IN (${standable})
    AND (s.roles = '[]' OR s.roles @> to_jsonb(${role}::text)) AND (s.kinds = '[]' OR s.kinds @> to_jsonb(${kind}::text))
    AND (s.committees = '[]' OR coalesce(s.committees @> to_jsonb(${committee}::text), false))`;
}

/** Who is asked, and, of one who is asked only as a stand-in, the name of whom they stand in for. */
export interface Asked {
  readonly id: string;
  readonly standsInFor: string | null;
}

/** These people, who hold the role of a task, and whoever stands in for one of them in it now. */
export async function withStandIns(db: DataSource | Tx, people: readonly { id: string }[], task: TaskScope, now: Date): Promise<Asked[]> {
  const carries = standInCarries({ role: '$3', committee: '$4', kind: '$5', now: '$2' });
  const rows = await rowsOf<{ id: string; standsInFor: string }>(
    db,
    `SELECT s.by_person_id AS id, min(p.name) AS "standsInFor" FROM stand_in s JOIN person p ON p.id = s.person_id
     WHERE s.person_id = ANY($1) AND ${carries} GROUP BY s.by_person_id ORDER BY 1`,
    [people.map(({ id }) => id), now, task.role, task.committeeId, task.kind],
  );
  const own = people.map(({ id }) => ({ id, standsInFor: null }));
  return [...own, ...rows.filter(({ id }) => !people.some((each) => each.id === id))];
}
