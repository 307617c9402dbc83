import { AccountLink, SignInTry } from './account.entity.js';
import { Person, RoleGrant, SessionRow } from './person.entity.js';

export * from './access.module.js';
export * from './account-links.js';
export * from './guards.js';
export * from './manage-people.js';
export * from './password-strategy.js';
export * from './people.js';
export * from './permissions.js';
export * from './read-log.js';
export * from './session-list.js';
export * from './sessions.js';
export * from './sign-in-tries.js';

export { Person };

/** The tables of this room. */
export const accessEntities = [Person, RoleGrant, SessionRow, SignInTry, AccountLink];
