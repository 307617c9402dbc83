import { type Actor } from '@genmaele/access';
import { type Role } from '@genmaele/contracts';

/** The roles the actor holds on this case: a chair and a secretary only in the case's committee. */
export function rolesHere(
  request: { actor: { roles: readonly Role[]; committees: Actor['committees'] } },
  locked: { committeeId: string | null },
): Role[] {
  return request.actor.roles.filter((role) => {
    const grants = request.actor.committees.filter((grant) => grant.role === role);
    return grants.length === 0 || grants.some((grant) => grant.committeeId === locked.committeeId);
  });
}
