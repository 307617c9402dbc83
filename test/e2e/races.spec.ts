import { jest } from '@jest/globals';
import { caseIn, housingCommittee, otherCommittee } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';

/** How many changes race; `PROOF_FULL` asks for the long version. */
const races = process.env['PROOF_FULL'] ? 500 : 20;
jest.setTimeout(300_000);

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

describe('changes that race', () => {
  it('are each made on what was seen: of three who saw the same version one succeeds, and what it wrote stands', async () => {
    const officer = await house.as(house.people.officer);
    const { id } = await caseIn(house, 'opened');
    const wanted = [otherCommittee, housingCommittee, otherCommittee];
    let changed = 0;
    for (let race = 0; race < races; race += 1) {
      const seen = (await officer.get(`/cases/${id}`)).headers.get('etag') ?? '';
      const answers = await Promise.all(
        wanted.map((committeeId) => officer.post(`/cases/${id}/committee`, { committeeId }, { 'if-match': seen })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      expect((await officer.get(`/cases/${id}`)).body.committeeId).toBe(wanted[answers.findIndex(({ status }) => status === 200)]);
      changed += 1;
    }
    expect(changed).toBe(races);
  });
});
