import { AppError } from '@genmaele/contracts';
import { act, caseIn, openTestHouse, sampleResponse, type TestHouse } from '@genmaele/testing';
import { caseView } from './index.js';

const rounds = 200;
const patience = 120_000;

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

/** Puts the case back on the chair's desk, by a short cut that only a test may take. Returns the version in force. */
async function backToChair(caseId: string): Promise<string> {
  await house.rows(`INSERT INTO approval_void (approval_id, at) SELECT id, at FROM approval WHERE case_id = $1 ON CONFLICT DO NOTHING`, [
    caseId,
  ]);
  await house.rows(`UPDATE response_case SET state = 'in-approval', approval_id = NULL, approved_sha256 = NULL WHERE id = $1`, [caseId]);
  return (await caseView(house.database, caseId)).currentVersion!.sha256;
}

describe('two people at the same case in the same moment', () => {
  it(
    `lets one of two simultaneous approvals win, ${rounds} times of ${rounds}`,
    async () => {
      const { id } = await caseIn(house, 'in-approval');
      for (let round = 1; round <= rounds; round += 1) {
        const seen = await backToChair(id);
        const outcomes = await Promise.allSettled(
          [house.people.chair, house.people.secondChair].map((chair) => act(house, id, 'approve', chair, { seen })),
        );
        const lost = outcomes.filter((each) => each.status === 'rejected').map((each) => (each.reason as AppError).code);
        expect(lost).toEqual(['case.action-not-allowed']);
      }
      expect(await house.rows('SELECT 1 FROM approval WHERE case_id = $1', [id])).toHaveLength(rounds);
      expect(await house.rows(`SELECT 1 FROM work WHERE subject = $1 AND job = 'letter.render'`, [`case:${id}`])).toHaveLength(rounds);
    },
    patience,
  );

  it(
    `never approves a text the chair has not seen, when the officer saves in the same moment, ${rounds} times of ${rounds}`,
    async () => {
      const { id } = await caseIn(house, 'in-approval');
      const winners = { approve: 0, save: 0 };
      for (let round = 1; round <= rounds; round += 1) {
        const seen = await backToChair(id);
        const draft = sampleResponse(`Ny tekst nr. ${round}.`);
        const approval = () => act(house, id, 'approve', house.people.chair, { seen });
        const edit = () => act(house, id, 'save', house.people.officer, { seen, draft });
        const [first, second] = await Promise.allSettled(round % 2 ? [approval(), edit()] : [edit(), approval()]);
        const [approved, saved] = round % 2 ? [first, second] : [second, first];
        const view = await caseView(house.database, id);
        if (approved?.status === 'fulfilled') {
          winners.approve += 1;
          expect(saved).toMatchObject({ reason: { code: 'case.action-not-allowed' } });
          expect([view.approvedSha256, view.currentVersion!.sha256]).toEqual([seen, seen]);
        } else {
          winners.save += 1;
          expect(approved).toMatchObject({ reason: { code: 'case.version-stale' } });
          expect(view).toMatchObject({ state: 'in-approval', approvedSha256: null });
        }
      }
      expect(Math.min(winners.approve, winners.save)).toBeGreaterThan(0);
    },
    patience,
  );

  it(
    'would be seen to approve unseen text, if the writer read first and wrote later without a lock',
    async () => {
      await house.owner.query('CREATE TABLE naive (id int PRIMARY KEY, text text, approved text); GRANT ALL ON naive TO genmaele_app');
      let unseen = 0;
      for (let round = 1; round <= 50; round += 1) {
        await house.rows('INSERT INTO naive VALUES ($1, $2)', [round, 'set']);
        const chair = async () => {
          const [row] = await house.rows<{ text: string }>('SELECT text FROM naive WHERE id = $1', [round]);
          if (row!.text === 'set') await house.rows('UPDATE naive SET approved = text WHERE id = $1', [round]);
        };
        const officer = () => house.rows(`UPDATE naive SET text = 'ændret' WHERE id = $1 AND approved IS NULL`, [round]);
        await Promise.all([chair(), officer()]);
        const [after] = await house.rows<{ approved: string | null }>('SELECT approved FROM naive WHERE id = $1', [round]);
        if (after!.approved === 'ændret') unseen += 1;
      }
      expect(unseen).toBeGreaterThan(0);
    },
    patience,
  );
});
