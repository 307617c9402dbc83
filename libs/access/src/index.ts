import { AccountLink, SignInTry } from './account.entity.js';
import { Person, RoleGrant, SessionRow } from './person.entity.js';
import { signInEntities } from './sign-in.entity.js';
import { KeptAnswer, RequestCount } from './request.entity.js';

export * from './access.module.js';
export * from './account-links.js';
export * from './changed-by.js';
export * from './factors/passkeys.js';
export * from './factors/recovery-codes.js';
export * from './factors/sealed-secret.js';
export * from './factors/second-factors.js';
export * from './factors/totp.js';
export * from './guards.js';
export * from './kept-answers.js';
export * from './keyed-requests.js';
export * from './manage-people.js';
export * from './outside/identities.js';
export * from './outside/oidc-provider.js';
export * from './outside/outside-sign-ins.js';
export * from './password-strategy.js';
export * from './people.js';
export * from './permissions.js';
export * from './read-log.js';
export * from './request-limits.js';
export * from './role-grants.js';
export * from './row-versions.js';
export { isAtLeast } from './saml/oiosaml-attributes.js';
export * from './saml/saml-logout.js';
export { type SamlSettings } from './saml/saml-settings.js';
export * from './saml/saml-strategy.js';
export { type VerifiedAssertion } from './saml/saml-verifier.js';
export * from './seen-versions.js';
export * from './session-list.js';
export * from './sessions.js';
export * from './sign-in-tries.js';
export * from './tokens/api-tokens.js';
export * from './visibility.js';
export * from './visible-rows.js';

export { Person };

/** The tables of this room. */
export const accessEntities = [Person, RoleGrant, SessionRow, SignInTry, AccountLink, KeptAnswer, RequestCount, ...signInEntities];
