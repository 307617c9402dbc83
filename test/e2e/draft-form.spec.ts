import { type Actor } from '@genmaele/access';
import { type DraftContent } from '@genmaele/contracts';
import { caseIn, sampleResponse } from '@genmaele/testing';
import { Browser, textOf } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { act, receiveSample, seenCase } from './way.js';

let house: ServedHouse;

beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

const browserOf = async (person: Actor) => new Browser(await house.as(person));

describe('the form of a draft', () => {
  it('keeps a draft as it is when it is saved untouched', async () => {
    const { caseId, draft } = await receiveSample(house, { round: 'renewed' });
    await act(house, 'officer', caseId, 'start');
    const ministerial: DraftContent = {
      ...draft,
      template: 'ministerbrev',
      recipient: { title: 'boligminister', name: 'Eksempel «Minister» & Co.' },
    };
    const { currentVersion: before } = await act(house, 'officer', caseId, 'save', { draft: ministerial });
    const officer = await browserOf(house.people.officer);
    const page = await officer.submit((await officer.open(`/sager/${caseId}`)).form('Gem udkast'));
    expect(page.text).toContain('Version 2, gemt');
    expect((await seenCase(house, caseId)).currentVersion).toMatchObject({ number: 2, sha256: before });
  });

  it.each<[string, Partial<DraftContent>]>([
    [
      'a supplementary response',
      {
        template: 'supplerende-hoeringssvar',
        supplements: {
          date: '2026-11-01',
          documentId: 'D-1',
          body: 'Kultur-, Erhverv- og Planudvalget',
          treated: '2026-11-20',
          outcome: 'changed',
        },
      },
    ],
    [
      'a letter to spokespersons',
      {
        template: 'ordfoererbrev',
        spokespersons: {
          committee: 'Boligudvalget',
          salutation: 'Kære ordførere',
          recipients: [
            { name: 'Ane Ø. & Søn', party: 'A' },
            { name: 'Bo Berg', party: 'B' },
          ],
        },
      },
    ],
    [
      'a response with reservation',
      {
        template: 'hoeringssvar-med-forbehold',
        treatment: { body: 'Kultur-, Erhverv- og Planudvalget', date: '2026-12-22' },
        reservations: { political: true, economic: false },
      },
    ],
    [
      'an economic response',
      {
        template: 'oekonomisk-svar',
        economic: {
          priceLevel: '2027-pl',
          years: [2027, 2028],
          position: 'partly',
          effects: [
            { party: 'state', kind: 'construction', ministry: [2, null] },
            { party: 'municipalities', kind: 'operation', item: 'tilsyn & kontrol', ministry: [1.5, -2], ours: [1234.5, 0] },
          ],
          assumptions: ['Et år har 52 uger.', 'Et tilsyn tager\n31 timer.'],
        },
      },
    ],
    [
      'a response without remarks',
      { template: 'ingen-bemaerkninger', sections: [], points: [], reservations: { political: false, economic: false } },
    ],
  ])('keeps %s as it is when it is saved untouched', async (_what, more) => {
    const view = await caseIn(house, 'opened');
    await act(house, 'officer', view.id, 'start');
    const draft = { ...sampleResponse(), ...more };
    const { currentVersion: before } = await act(house, 'officer', view.id, 'save', { draft });
    const officer = await browserOf(house.people.officer);
    await officer.submit((await officer.open(`/sager/${view.id}`)).form('Gem udkast'));
    expect((await seenCase(house, view.id)).currentVersion).toMatchObject({ number: 2, sha256: before });
  });

  it('refuses a draft that was written on an older version, keeps what was typed, shows the text in force, and can then be saved', async () => {
    const view = await caseIn(house, 'in-committee');
    const officer = await browserOf(house.people.officer);
    const form = (await officer.open(`/sager/${view.id}`)).form('Gem udkast');
    await officer.submit(form, { lead: 'Den ene.' });
    const refused = await officer.submit(form, { lead: 'Den anden.', 'point-0-text': 'Et nyt ord' });
    expect([refused.answer.status, refused.text]).toEqual([412, expect.stringContaining('Teksten er ændret, siden du læste den.')]);
    expect(refused.form('Gem udkast').fields).toMatchObject({ lead: 'Den anden.', 'point-0-text': 'Et nyt ord' });
    expect(textOf(refused.elements('section').find(({ attribs }) => attribs['aria-labelledby'] === 'inforce')!)).toContain('Den ene.');
    const saved = await officer.submit(refused.form('Gem udkast'));
    expect([saved.answer.status, saved.form('Gem udkast').fields['lead']]).toEqual([200, 'Den anden.']);
  });

  it.each([
    ['a provision that the bill does not have', { 'point-0-text': 'Ord', 'point-0-provisions': '§ 999, nr. 1' }, 422, '§ 999, nr. 1'],
    ['a sign that no letter can print', { lead: 'Ræv \u{1F98A}\n\nog mere' }, 422, '🦊'],
    ['nothing in it', { lead: '' }, 400, 'udkastet er tomt'],
  ])('shows what was typed again when a draft is refused for %s', async (_what, typed, status, named) => {
    const view = await caseIn(house, 'opened');
    await act(house, 'officer', view.id, 'start');
    const officer = await browserOf(house.people.officer);
    const refused = await officer.submit((await officer.open(`/sager/${view.id}`)).form('Gem udkast'), typed);
    expect([refused.answer.status, refused.text]).toEqual([status, expect.stringContaining(named)]);
    const shown = Object.fromEntries(
      Object.entries(refused.form('Gem udkast').fields).map(([name, value]) => [name, value.replaceAll('\r\n', '\n')]),
    );
    expect(shown).toMatchObject(typed);
    expect((await seenCase(house, view.id)).currentVersion).toBeNull();
  });
});
