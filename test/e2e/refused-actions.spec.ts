import { type DraftContent } from '@genmaele/contracts';
import { caseIn, sampleResponse } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';
import { canary, expectProblem, refused as refusedBy, rowCounts } from './refusals.js';
import { type Answer, type Visitor } from './visitor.js';

let house: ServedHouse;
let officer: Visitor;
const refused = (call: () => Promise<Answer>, status: number, code: string) => refusedBy(house, call, status, code);

beforeAll(async () => {
  house = await openServedHouse();
  officer = await house.as(house.people.officer);
});
afterAll(() => house?.close());

const draftWith = (words: string): DraftContent => sampleResponse(words);

const json = { 'content-type': 'application/json' };

describe('an action that cannot be understood', () => {
  let caseId: string;
  let seen: string;
  const act = (action: string, body: unknown) => officer.post(`/cases/${caseId}/actions/${action}`, body);
  const save = (draft: unknown) => act('save', { seen, draft });

  beforeAll(async () => {
    const view = await caseIn(house, 'in-committee');
    caseId = view.id;
    seen = view.currentVersion?.sha256 ?? '';
  });

  it.each([
    ['NUL', '\u0000', 'U+0000'],
    ['a mark that turns the reading direction', '\u202E', 'U+202E'],
    ['half a surrogate pair', '\uD800', 'U+D800'],
    ['a sign that the letter cannot print', '\u{1F98A}', '🦊'],
  ])('is refused when the draft has %s, and the sign is named but not the text', async (_what, sign, named) => {
    const answer = await refused(() => save(draftWith(`${canary} ${sign}`)), 422, 'draft.character-unprintable');
    expect(answer.body.title).toContain(named);
  });

  it.each([
    ['in a heading', (words: string) => ({ ...draftWith('x'), sections: [{ heading: words, paragraphs: [] }] })],
    ['in the lead', (words: string) => ({ ...draftWith('x'), lead: [words] })],
    [
      "in the minister's name",
      (words: string) => ({ ...draftWith('x'), template: 'ministerbrev', recipient: { title: 'minister', name: words } }),
    ],
  ])('is refused when such a sign stands %s', async (_where, draft) => {
    await refused(() => save(draft(`${canary}\u202E`)), 422, 'draft.character-unprintable');
  });

  it.each([
    ['no draft', undefined],
    ['an empty draft', { ...draftWith(canary), lead: [], sections: [], points: [] }],
    ['an unknown stance', { ...draftWith(canary), points: [{ number: 1, stance: canary, provisions: [], text: canary }] }],
    [
      'two points of one number',
      { ...draftWith(canary), points: [1, 1].map((number) => ({ number, stance: 'remarks', provisions: [], text: canary })) },
    ],
    ['a letter to no minister', { ...draftWith(canary), template: 'ministerbrev' }],
    ['a text where a list should be', { ...draftWith(canary), lead: canary }],
    ['a text of 20,001 signs', draftWith(canary.padEnd(20_001, 'x'))],
    [
      '501 points',
      {
        ...draftWith(canary),
        points: Array.from({ length: 501 }, (_, i) => ({ number: i + 1, stance: 'remarks', provisions: [], text: canary })),
      },
    ],
  ])('is refused with %s', async (_what, draft) => {
    await refused(() => save(draft), 400, 'request.invalid');
  });

  it('is refused when a point names a provision that the bill does not have', async () => {
    const draft = { ...draftWith(canary), points: [{ number: 1, stance: 'remarks', provisions: ['§ 99'], text: canary }] };
    const answer = await refused(() => save(draft), 422, 'draft.provision-unknown');
    expect(answer.body.title).toContain('§ 99');
  });

  it('is refused when the version it builds on is not named, or is not the one in force', async () => {
    await refused(() => act('save', { draft: draftWith(canary) }), 428, 'case.seen-version-missing');
    await refused(() => act('save', { seen: 'f'.repeat(64), draft: draftWith(canary) }), 412, 'case.version-stale');
    await refused(() => act('save', { seen: canary, draft: draftWith('x') }), 400, 'request.invalid');
  });

  it.each([
    ['JSON that breaks off', json, `{"comment": "${canary}`],
    ['JSON with a loose word', json, `{"comment": ${canary}}`],
    ['JSON that is a list', json, `["${canary}"]`],
    ['JSON that is a text', json, `"${canary}"`],
    ['JSON of 3 MB', json, JSON.stringify({ comment: canary.repeat(150_000) })],
    ['plain text', { 'content-type': 'text/plain' }, canary],
    ['a form with too many fields', { 'content-type': 'application/x-www-form-urlencoded' }, `f=${canary}&`.repeat(5001)],
    ['an unknown packing', { ...json, 'content-encoding': 'klingon' }, '{}'],
  ])('is refused when it comes as %s', async (_what, headers, body) => {
    const before = await rowCounts(house);
    const answer = await officer.ask('POST', `/cases/${caseId}/actions/recall`, { body, headers });
    expect([answer.status >= 400 && answer.status < 500, await rowCounts(house)]).toEqual([true, before]);
    expectProblem(answer);
  });

  it.each([
    ['unknown to the table', 'udgiv', 404, 'case.action-unknown'],
    ['named as what every object has', 'constructor', 404, 'case.action-unknown'],
    ['named with NUL', '%00', 404, 'case.action-unknown'],
    ['not possible in this state', 'start', 409, 'case.action-not-allowed'],
    ['the system takes itself', 'letter-sent', 409, 'case.action-not-allowed'],
    ['for another role', 'recommend', 403, 'case.role-missing'],
  ])('is refused when it is %s', async (_what, action, status, code) => {
    await refused(() => act(action, { comment: canary }), status, code);
  });

  it('keeps no NUL and no bidi control in a comment', async () => {
    const view = await caseIn(house, 'in-committee');
    const comment = 'For\u0000 tidligt\u202E, \uD800synes jeg';
    expect((await officer.post(`/cases/${view.id}/actions/recall`, { comment })).status).toBe(200);
    const { steps } = (await officer.get(`/cases/${view.id}`)).body;
    expect(steps.at(-1).comment.replace('\uFFFD', '')).toBe('For tidligt, synes jeg');
  });

  it.each([
    ['that is not there', { committeeId: 'gåture' }],
    ['named with NUL', { committeeId: 'a\u0000b' }],
    ['named with half a surrogate pair', { committeeId: '\uD800' }],
    ['without a name', {}],
  ])('is refused when the case is given to a committee %s', async (_what, body) => {
    await refused(() => officer.post(`/cases/${caseId}/committee`, body), 400, 'request.invalid');
  });
});
