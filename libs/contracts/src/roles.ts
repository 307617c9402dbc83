/** The roles that people hold, dated, through role grants. `system` is held by no person: it marks what the worker does by itself. */
export const roles = ['officer', 'head-of-office', 'committee-secretary', 'chair', 'dispatcher', 'administrator', 'system'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** The Danish name of each role, as pages and letters print it. */
export const roleNames: Record<Role, string> = {
  officer: 'sagsbehandler',
  'head-of-office': 'kontorchef',
  'committee-secretary': 'udvalgssekretær',
  chair: 'udvalgsformand',
  dispatcher: 'ekspedient',
  administrator: 'administrator',
  system: 'systemet',
};
