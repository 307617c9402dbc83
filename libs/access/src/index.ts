import { Person, RoleGrant, SessionRow } from './person.entity.js';

export * from './access.module.js';
export * from './guards.js';
export * from './manage-people.js';
export * from './password-strategy.js';
export * from './people.js';
export * from './permissions.js';
export * from './sessions.js';

export { Person };

/** The tables of this room. */
export const accessEntities = [Person, RoleGrant, SessionRow];
