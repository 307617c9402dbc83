import { randomUUID } from 'node:crypto';
import { type Role } from '@genmaele/contracts';
import { actorWith, housingCommittee, openTestHouse, otherCommittee, type TestHouse, testStart } from '@genmaele/testing';
import { actorById, addPerson, peopleWithRole, personByPassword } from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
afterAll(() => house.close());

const now = () => house.clock.now();
const add = (email: string, sample = false) =>
  house.tx((tx) => addPerson(tx, { name: 'Prøve', email, password: 'ret så hemmeligt', sample }, [{ role: 'officer' }], now()));
const signIn = (email: string, password = 'ret så hemmeligt', samples = true) => personByPassword(house.database, email, password, samples);
const day = 86_400_000;

describe('signing in', () => {
  it('takes the e-mail in any case and with spaces around, and the password exactly', async () => {
    const id = await add(' Anna@Example.dk ');
    expect(await signIn('  ANNA@example.DK')).toBe(id);
    expect(
      await Promise.all(['ret så hemmelig', 'ret så hemmeligt ', 'RET SÅ HEMMELIGT', ''].map((word) => signIn('anna@example.dk', word))),
    ).toEqual(Array(4).fill(undefined));
  });

  it.each(['ingen@example.dk', '', 'a\0b@example.dk', `' OR 1=1 --`])('does not know %j', async (email) => {
    expect(await signIn(email)).toBeUndefined();
  });

  it('is refused to a sample account in production', async () => {
    const id = await add('prøve@example.dk', true);
    expect([await signIn('prøve@example.dk', undefined, true), await signIn('prøve@example.dk', undefined, false)]).toEqual([
      id,
      undefined,
    ]);
  });

  it('is refused to an account that is closed, which holds no role from that moment', async () => {
    const id = await add('lukket@example.dk');
    await house.rows('UPDATE person SET disabled_at = $2 WHERE id = $1', [id, now()]);
    expect([await signIn('lukket@example.dk'), await actorById(house.database, id, now())]).toEqual([undefined, undefined]);
    expect((await peopleWithRole(house.database, 'officer', now())).map((person) => person.id)).not.toContain(id);
  });

  it('has one account for each e-mail', async () => {
    await add('to@example.dk');
    await expect(add('TO@example.dk')).rejects.toMatchObject({ code: 'person.exists' });
  });

  it('keeps the password as an argon2id hash of its own salt', async () => {
    await add('a1@example.dk');
    await add('a2@example.dk');
    const rows = await house.rows<{ password_hash: string }>(
      `SELECT password_hash FROM person WHERE email IN ('a1@example.dk', 'a2@example.dk')`,
    );
    expect(new Set(rows.map((row) => row.password_hash)).size).toBe(2);
    for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('a role', () => {
  async function holding(from: number, to: number | null): Promise<readonly Role[]> {
    const { id } = await actorWith(house.database, [], now());
    await house.rows('INSERT INTO role_grant (id, person_id, role, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)', [
      randomUUID(),
      id,
      'dispatcher',
      new Date(testStart.getTime() + from),
      to === null ? null : new Date(testStart.getTime() + to),
    ]);
    return (await actorById(house.database, id, testStart))!.roles;
  }

  it('is held from its day to its day, the last moment not counted', async () => {
    expect(await Promise.all([holding(0, null), holding(-day, 1), holding(-day, 0), holding(1, null)])).toEqual([
      ['dispatcher'],
      ['dispatcher'],
      [],
      [],
    ]);
  });

  it('of the system is given to no person: the database refuses it', async () => {
    await expect(actorWith(house.database, [{ role: 'system' }], now())).rejects.toMatchObject({ code: '23514' });
  });

  it('bound to a committee is that of those asked for the committee, and of nobody else', async () => {
    const { chair, secondChair, foreignChair } = house.people;
    const everywhere = await actorWith(house.database, [{ role: 'chair' }], now());
    const ids = (await peopleWithRole(house.database, 'chair', now(), housingCommittee)).map((person) => person.id);
    expect(ids.sort()).toEqual([chair.id, secondChair.id, everywhere.id].sort());
    expect(ids).not.toContain(foreignChair.id);
    expect(chair.committees).toEqual([{ role: 'chair', committeeId: housingCommittee }]);
  });

  it('held everywhere is not narrowed by holding it in one committee too', async () => {
    const actor = await actorWith(house.database, [{ role: 'chair' }, { role: 'chair', committeeId: otherCommittee }], now());
    expect([actor.roles, actor.committees]).toEqual([['chair'], []]);
  });
});
