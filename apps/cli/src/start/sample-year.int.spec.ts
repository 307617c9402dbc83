import { openTestHouse, type TestHouse } from '@genmaele/testing';
import { sampleYearCases, type SampleEnd } from './sample-year-cases.js';
import { seed } from './seed.js';

let house: TestHouse;
const now = new Date();
const lay = () => seed(process.env['DATABASE_URL']!, { value: 'prøve-prøve-prøve', isNew: false }, now, { year: true });

interface Line {
  caseNumber: string;
  state: string;
  committee: string | null;
  possible: boolean;
  openedAt: Date;
}

const lines = () =>
  house.rows<Line>(
    `SELECT h.case_number AS "caseNumber", c.state, c.committee_id AS committee, (c.plan->>'possible')::boolean AS possible, c.opened_at AS "openedAt"
     FROM response_case c JOIN hearing h ON h.id = c.hearing_id WHERE h.case_number LIKE 'EKSEMPEL-%' ORDER BY c.opened_at`,
  );

beforeAll(async () => {
  house = await openTestHouse();
  await lay();
});
afterAll(() => house?.close());

/** Where each case stands before a worker has made any letter. */
const states: Record<SampleEnd, string> = {
  opened: 'opened',
  impossible: 'opened',
  drafting: 'drafting',
  returned: 'drafting',
  'in-committee': 'in-committee',
  'stand-in': 'in-approval',
  'in-approval': 'in-approval',
  signed: 'approved',
  reserved: 'approved',
  acknowledged: 'approved',
  'not-answered': 'not-answered',
  lapsed: 'lapsed',
};

describe('the sample year', () => {
  it('has a case for each thing that can happen, opened when its hearing came', async () => {
    const laid = await lines();
    expect(laid.map(({ caseNumber }) => caseNumber)).toEqual(sampleYearCases.map((_, i) => `EKSEMPEL-${i + 1}`));
    expect(laid.map(({ state }) => state)).toEqual(sampleYearCases.map(({ end }) => states[end]));
    const days = laid.map(({ openedAt }) => Math.round((now.getTime() - openedAt.getTime()) / 86_400_000));
    expect(days).toEqual(sampleYearCases.map(({ receivedBefore }) => receivedBefore));
  });

  it('has one deadline that cannot be kept', async () => {
    const impossible = (await lines()).filter((_, i) => sampleYearCases[i]?.end === 'impossible');
    expect(impossible.map(({ possible }) => possible)).toEqual([false]);
  });

  it('has one reservation that is still open, and one draft sent back with a comment', async () => {
    expect(await house.rows(`SELECT 1 FROM reservation WHERE state = 'taken'`)).toHaveLength(1);
    const returned = await house.rows<{ comment: string }>(`SELECT comment FROM case_step WHERE action = 'return'`);
    expect(returned).toEqual([{ comment: 'Skriv tydeligere, hvad ændringen koster kommunerne.' }]);
  });

  it('has a chair who is away, and the vice chair who stands in', async () => {
    const rows = await house.rows<{ person: string; by: string }>(
      'SELECT p.name AS person, b.name AS by FROM stand_in s JOIN person p ON p.id = s.person_id JOIN person b ON b.id = s.by_person_id',
    );
    expect(rows).toEqual([{ person: 'Frede Formand', by: 'Vibe Viceformand' }]);
  });

  it('has municipalities that were asked, two of three with an answer that says it is an example', async () => {
    const rows = await house.rows<{ code: string; text: string | null }>(
      `SELECT c.municipality_code AS code, v.content->>'text' AS text FROM contribution c
       LEFT JOIN contribution_version v ON v.contribution_id = c.id AND v.sent ORDER BY code`,
    );
    expect(rows.map(({ code, text }) => [code, text?.startsWith('Eksempel: ')])).toEqual([
      ['265', undefined],
      ['461', true],
      ['751', true],
    ]);
    expect(await house.rows(`SELECT 1 FROM contribution_request WHERE question LIKE 'Eksempel: %'`)).toHaveLength(1);
  });

  it('is laid once, however often it is asked for', async () => {
    const before = await lines();
    await lay();
    expect(await lines()).toEqual(before);
    expect(await house.rows('SELECT 1 FROM contribution_version')).toHaveLength(2);
  });
});
