import 'reflect-metadata';
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Role, roles } from '@genmaele/contracts';
import { MovableClock } from '@genmaele/platform';
import { AccessGuard, actorOf, Allow, mayDo, type Permission, permissions, Public, SignedIn } from './index.js';

class Routes {
  undeclared(): void {}

  @Public()
  open(): void {}

  @SignedIn()
  mine(): void {}

  @Allow('case.act')
  act(): void {}

  @Allow('work.retry')
  retry(): void {}
}

@Public()
class OpenRoutes {
  inherited(): void {}

  @Allow('work.retry')
  narrowed(): void {}
}

/** A database that knows one person with these roles, or nobody. */
function guardFor(held: readonly Role[] | undefined) {
  const database = {
    query: async (sql: string) =>
      sql.includes('FROM person')
        ? held
          ? [{ id: 'p', name: 'Prøve', email: 'p@example.dk' }]
          : []
        : (held ?? []).map((role) => ({ role, committee_id: null })),
  };
  return new AccessGuard(new Reflector(), database as never, new MovableClock(new Date(0)), { NODE_ENV: 'test', SESSION_HOURS: 10 });
}

function ask(handler: keyof Routes | keyof OpenRoutes, held: readonly Role[] | undefined, signedIn = held !== undefined) {
  const owner = handler in Routes.prototype ? Routes : OpenRoutes;
  const request: Record<string, unknown> = { headers: {}, ...(signedIn ? { user: { id: 'p' } } : {}) };
  const context = {
    getHandler: () => (owner.prototype as unknown as Record<string, unknown>)[handler],
    getClass: () => owner,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  const answer = guardFor(held)
    .canActivate(context)
    .catch((error: { code: string }) => error.code);
  return { answer, request };
}

const everyRole = roles.filter((role) => role !== 'system');

describe('the guard', () => {
  it('denies a route that declares nothing, to everyone, as if it did not exist', async () => {
    expect(await ask('undeclared', everyRole).answer).toBe('request.not-found');
    expect(await ask('undeclared', undefined).answer).toBe('request.not-found');
  });

  it('opens a public route to anyone, and a signed-in route to whoever is signed in', async () => {
    expect([await ask('open', undefined).answer, await ask('mine', undefined).answer, await ask('mine', []).answer]).toEqual([
      true,
      'sign-in.needed',
      true,
    ]);
  });

  it('knows no one by a session whose account is closed or gone', async () => {
    expect(await ask('mine', undefined, true).answer).toBe('sign-in.needed');
    expect(await ask('act', undefined, true).answer).toBe('sign-in.needed');
  });

  it('lets what a route declares stand above what its class declares', async () => {
    expect([await ask('inherited', undefined).answer, await ask('narrowed', ['officer']).answer]).toEqual([true, 'permission.denied']);
  });

  it.each(everyRole)('lets %s through where the table gives the permission, and nowhere else', async (role) => {
    const table: [keyof Routes, Permission][] = [
      ['act', 'case.act'],
      ['retry', 'work.retry'],
    ];
    for (const [route, permission] of table) {
      const holders: readonly Role[] = permissions[permission];
      expect([role, route, await ask(route, [role]).answer]).toEqual([role, route, holders.includes(role) ? true : 'permission.denied']);
    }
  });

  it('puts the person on the request, and nobody where there is none', async () => {
    const signedIn = ask('mine', ['chair']);
    await signedIn.answer;
    expect(actorOf(signedIn.request as never)).toMatchObject({ id: 'p', roles: ['chair'] });
    expect(() => actorOf({} as never)).toThrow('sign-in.needed');
  });
});

describe('the table of permissions', () => {
  it('gives every permission to somebody, and none to the system', () => {
    for (const [permission, holders] of Object.entries(permissions)) {
      expect([permission, holders.length > 0, (holders as readonly Role[]).includes('system')]).toEqual([permission, true, false]);
    }
  });

  it('gives an administrator no hand in what is written, approved or sent', () => {
    expect((['case.act', 'draft.edit'] as const).filter((permission) => mayDo(['administrator'], permission))).toEqual([]);
  });
});
