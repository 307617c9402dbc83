import { type Role } from '@genmaele/contracts';

/**
 * Who may do what: one row a permission, the roles that hold it. What is not here is denied. Which action a role may take on a case in a
 * given state is the workflow table's to say; `case.act` only opens that door. Which rows a person sees of what they may read is said in
 * `visibility.ts`. docs/permissions.md is generated from both.
 */
export const permissions = {
  'hearing.receive':    ['officer', 'head-of-office', 'administrator'],
  'case.address':       ['officer', 'head-of-office', 'dispatcher', 'administrator'],
  'hearing.read':       ['officer', 'head-of-office', 'economist', 'committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'auditor', 'administrator'],
  'case.read':          ['officer', 'head-of-office', 'economist', 'committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'auditor', 'administrator'],
  'case.act':           ['officer', 'head-of-office', 'economist', 'committee-secretary', 'vice-chair', 'chair', 'association-chair', 'dispatcher'],
  'case.confide':       ['officer', 'head-of-office'],
  'case.export':        ['head-of-office', 'auditor', 'administrator'],
  'case.triage':        ['officer', 'head-of-office'],
  'reservation.handle': ['officer', 'head-of-office', 'committee-secretary'],
  'route.edit':         ['administrator'],
  'chain.edit':         ['administrator'],
  'stand-in.set':       ['officer', 'head-of-office', 'economist', 'committee-secretary', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'administrator'],
  'contribution.ask':   ['officer', 'head-of-office'],
  'contribution.write': ['municipality-contact'],
  'contribution.read':  ['officer', 'head-of-office', 'economist', 'committee-secretary', 'municipality-contact', 'auditor', 'administrator'],
  'draft.edit':         ['officer'],
  'draft.read':         ['officer', 'head-of-office', 'economist', 'committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'auditor', 'administrator'],
  'letter.read':        ['officer', 'head-of-office', 'economist', 'committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'ministry-contact', 'auditor', 'administrator'],
  'committee.read':     ['officer', 'head-of-office', 'economist', 'committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair', 'dispatcher', 'auditor', 'administrator'],
  'committee.manage':   ['committee-secretary', 'administrator'],
  'committee.decide':   ['committee-secretary'],
  'committee.vote':     ['committee-secretary', 'member', 'vice-chair', 'chair', 'association-chair'],
  'calendar.edit':      ['administrator'],
  'log.read':           ['auditor', 'administrator'],
  'person.manage':      ['administrator'],
  'person.look-through':['administrator'],
  'work.read':          ['administrator'],
  'work.retry':         ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

/** One of {@link permissions}. */
export type Permission = keyof typeof permissions;

/** Whether any of the roles holds the permission. */
export function mayDo(roles: readonly Role[], permission: Permission): boolean {
  const holders: readonly Role[] = permissions[permission];
  return roles.some((role) => holders.includes(role));
}
