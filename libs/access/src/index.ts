import { AccountLink, SignInTry } from './account.entity.js';
import { Person, RoleGrant, SessionRow } from './person.entity.js';
import { signInEntities } from './sign-in.entity.js';
import { KeptAnswer, RequestCount } from './request.entity.js';

export * from './access.module.js';
export * from './account-links.js';
export * from './guards.js';
export * from './kept-answers.js';
export * from './keyed-requests.js';
export * from './manage-people.js';
export * from './password-strategy.js';
export * from './people.js';
export * from './permissions.js';
export * from './read-log.js';
export * from './request-limits.js';
export * from './row-versions.js';
export * from './seen-versions.js';
export * from './session-list.js';
export * from './sessions.js';
export * from './sign-in-tries.js';
export * from './visibility.js';
export * from './visible-rows.js';

export { Person };

/** The tables of this room. */
export const accessEntities = [Person, RoleGrant, SessionRow, SignInTry, AccountLink, KeptAnswer, RequestCount, ...signInEntities];
