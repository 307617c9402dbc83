/** The roles that people hold, dated, through role grants. `system` is held by no person: it marks what the worker does by itself. */
export const roles = [
  'officer',
  'head-of-office',
  'economist',
  'committee-secretary',
  'member',
  'vice-chair',
  'chair',
  'association-chair',
  'dispatcher',
  'municipality-contact',
  'ministry-contact',
  'auditor',
  'administrator',
  'system',
] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** The Danish name of each role, as pages and letters print it. */
export const roleNames: Record<Role, string> = {
  officer: 'sagsbehandler',
  'head-of-office': 'kontorchef',
  economist: 'økonom',
  'committee-secretary': 'udvalgssekretær',
  member: 'udvalgsmedlem',
  'vice-chair': 'næstformand for udvalget',
  chair: 'udvalgsformand',
  'association-chair': 'formand',
  dispatcher: 'ekspedient',
  'municipality-contact': 'kommunens kontaktperson',
  'ministry-contact': 'ministeriets kontaktperson',
  auditor: 'revisor',
  administrator: 'administrator',
  system: 'systemet',
};
