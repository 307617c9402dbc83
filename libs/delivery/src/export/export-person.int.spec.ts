import { appendAudit } from '@genmaele/audit';
import { readArchive } from '@genmaele/platform';
import { actorWith, caseIn, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import { exportPerson } from '../index.js';
import { personRecords } from './person-records.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  house.clock.set(testStart);
  await caseIn(house, 'approved');
}, 60_000);
afterAll(() => house.close());

interface Facts {
  places: { danish: string; rows: Record<string, unknown>[] }[];
}

async function taken(personId: string): Promise<{ facts: Facts; page: string }> {
  const files = await readArchive(
    await exportPerson(house.database, { personId, actorId: personId, requestId: 'r-2', now: house.clock.now() }),
  );
  const text = (path: string): string => files.get(path)?.toString('utf8') ?? '';
  return { facts: JSON.parse(text('oplysninger.json')) as Facts, page: text('oplysninger.html') };
}

const rowsOn = ({ places }: Facts, danish: string): Record<string, unknown>[] =>
  places.find((place) => place.danish === danish)?.rows ?? [];

describe('what the system holds on a person', () => {
  it('is looked for in every column that names people', async () => {
    const named = await house.rows<{ place: string }>(
      `SELECT DISTINCT c.table_name || '.' || c.column_name AS place FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       LEFT JOIN (SELECT k.table_name, k.column_name FROM information_schema.key_column_usage k
         JOIN information_schema.referential_constraints r ON r.constraint_name = k.constraint_name
         JOIN information_schema.key_column_usage p ON p.constraint_name = r.unique_constraint_name AND p.table_name = 'person') f
         ON f.table_name = c.table_name AND f.column_name = c.column_name
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
         AND (f.column_name IS NOT NULL OR (c.data_type = 'uuid' AND c.column_name ~ '(^|_)(by|person_id|actor_id)$'))`,
    );
    const known = personRecords.map(({ table, column }) => `${table}.${column}`);
    expect(named.length).toBeGreaterThan(30);
    expect(named.map(({ place }) => place).filter((place) => !known.includes(place))).toEqual([]);
  });

  it('is account, roles, approvals and what they did in the log, and the log says that it was taken out', async () => {
    const { id, email } = house.people.chair;
    const { facts } = await taken(id);
    expect(rowsOn(facts, 'Konto: oplysninger')).toEqual([expect.objectContaining({ email })]);
    expect(rowsOn(facts, 'Konto: roller')).toEqual([expect.objectContaining({ role: 'chair' })]);
    expect(rowsOn(facts, 'Sager: godkendelser')).toHaveLength(1);
    expect(rowsOn(facts, 'Loggen: hvad personen har gjort og læst').length).toBeGreaterThan(0);
    const last = await house.rows('SELECT action, actor_id FROM audit_entry WHERE subject = $1 ORDER BY seq DESC LIMIT 1', [
      `person:${id}`,
    ]);
    expect(last).toEqual([{ action: 'person.exported', actor_id: id }]);
  });

  it('is told without secrets, without the words of drafts, and without who else looked', async () => {
    const { id } = house.people.officer;
    const { id: administrator } = house.people.administrator;
    await house.tx((tx) => appendAudit(tx, { actorId: administrator, action: 'eyes.begin', subject: `person:${id}` }, house.clock.now()));
    const { facts, page } = await taken(id);
    const whole = JSON.stringify(facts) + page;
    const [{ hash, draft }] = (await house.rows<{ hash: string; draft: string }>(
      `SELECT (SELECT password_hash FROM person WHERE id = $1) AS hash, (SELECT content->'points'->0->>'text' FROM draft_version LIMIT 1) AS draft`,
      [id],
    )) as [{ hash: string; draft: string }];
    expect([hash.length > 20, draft.length > 5]).toEqual([true, true]);
    expect([hash, draft, administrator].filter((secret) => whole.includes(secret))).toEqual([]);
    expect(rowsOn(facts, 'Loggen: hvad andre har gjort med kontoen')).toEqual([expect.objectContaining({ action: 'eyes.begin' })]);
  });

  it('can be read as a page, on which what people typed is no markup', async () => {
    const { id } = await actorWith(house.database, [{ role: 'officer' }], house.clock.now(), '<script>alert(1)</script> & søn');
    const { page } = await taken(id);
    expect(page).toContain('<h1>Oplysninger om &lt;script&gt;alert(1)&lt;/script&gt; &amp; søn</h1>');
    expect(page).not.toContain('<script');
    expect(page).toContain('Konto: roller (1)');
  });
});
