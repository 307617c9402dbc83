import { permissions, visibility } from '@genmaele/access';
import { type Role, roleNames, roles } from '@genmaele/contracts';
import { permissionPage } from './permission-page.js';

describe('docs/permissions.md', () => {
  const rows = permissionPage()
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it('has a mark where a role holds a permission, and nowhere else', () => {
    const [head = [], ...lines] = rows;
    expect(head.slice(1)).toEqual(Object.keys(permissions).map((name) => `\`${name}\``));
    const marked = lines.map(([role, ...cells]) => [role, ...cells.map((cell) => cell === '●')]);
    const held = roles.filter((role) => role !== 'system');
    expect(marked).toEqual(
      held.map((role) => [
        `${role} (${roleNames[role]})`,
        ...Object.values(permissions).map((holders: readonly Role[]) => holders.includes(role)),
      ]),
    );
  });

  it('tells every rule by which a row is seen', () => {
    const page = permissionPage();
    for (const { why } of Object.values(visibility).flat()) expect(page).toContain(`- ${why}\n`);
  });
});
