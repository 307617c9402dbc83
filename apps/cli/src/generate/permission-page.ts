import { type Noun, type Permission, permissions, visibility } from '@genmaele/access';
import { type Role, roleNames, roles } from '@genmaele/contracts';

const held: readonly Role[] = roles.filter((role) => role !== 'system');

/** docs/permissions.md as the tables of permissions and of visibility make it: who may do what, and whose rows they see. */
export function permissionPage(): string {
  return [
    '# Permissions',
    '',
    'Generated from `libs/access/src/permissions.ts` and `libs/access/src/visibility.ts` by `npm run generate`; do not edit.',
    '',
    'Whoever lacks a permission is answered 403. Whoever has it sees the rows of the second part alone; any other row is answered 404, in the same',
    'words as one that does not exist. Which action a role may take on a case in a given state is said in [workflow.md](workflow.md).',
    '',
    '## Who may do what',
    '',
    'Roles are held from a day, until a day; a committee’s roles in one committee, a ministry’s contact for one ministry, a municipality’s for one municipality.',
    '',
    `| role | ${Object.keys(permissions)
      .map((name) => `\`${name}\``)
      .join(' | ')} |`,
    `|---|${Object.keys(permissions)
      .map(() => ':-:|')
      .join('')}`,
    ...held.map(
      (role) =>
        `| ${role} (${roleNames[role]}) | ${Object.keys(permissions)
          .map((name) => markOf(role, name as Permission))
          .join(' | ')} |`,
    ),
    '',
    '## Who sees which rows',
    '',
    'A row is seen when one of its rules holds. An administrator who looks through another’s eyes sees what both may see. The reasons are those',
    'that »Hvem kan se dette, og hvorfor« gives on the page of each case and hearing.',
    '',
    ...(Object.keys(visibility) as Noun[]).flatMap((noun) => [`### ${noun}`, '', ...visibility[noun].map(({ why }) => `- ${why}`), '']),
  ].join('\n');
}

function markOf(role: Role, permission: Permission): string {
  return (permissions[permission] as readonly Role[]).includes(role) ? '●' : ' ';
}
