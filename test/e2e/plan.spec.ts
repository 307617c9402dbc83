import { caseIn } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

/** The version of the hearing as this visitor sees it, as the page's form carries it. */
async function seen(visitor: Visitor, hearingId: string | null) {
  return { '_if-match': (await visitor.get(`/hearings/${hearingId}`)).headers.get('etag') ?? '' };
}

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('the plan on the page of a case', () => {
  it('shows slack, the risk of the memorandum, and the ways out with the drafted request when it cannot be done', async () => {
    const { id } = await caseIn(house, 'opened', { deadline: '2026-11-24T12:00', caseNumber: '2026-4711' });
    const officer = await house.as(house.people.officer);
    const shown = text((await officer.get(`/sager/${id}`)).text);
    for (const part of [
      'Hastespor',
      'mangler',
      'Ministeriet kan lukke sit høringsnotat allerede torsdag den 26. november 2026',
      'Sådan kan det nås',
      'sagsnr. 2026-4711',
    ])
      expect(shown).toContain(part);
  });

  it('is history for a case that has ended: it warns nobody and asks for nothing', async () => {
    const { id } = await caseIn(house, 'opened', { deadline: '2026-11-24T12:00', caseNumber: '2026-4712' });
    const head = await house.as(house.people.head);
    expect(text((await head.get(`/sager/${id}`)).text)).toContain('Sådan kan det nås');
    expect((await head.post(`/cases/${id}/actions/lapse`, { comment: 'Forslaget er trukket tilbage.' })).status).toBe(200);
    const shown = text((await head.get(`/sager/${id}`)).text);
    expect(shown).toContain('Planen, som den stod');
    for (const part of ['Sådan kan det nås', 'Kladde: anmodning', 'lukke sit høringsnotat', 'Ret høringsfristen'])
      expect(shown).not.toContain(part);
  });

  it('takes a corrected deadline from an officer, with the reason, and shows what moved', async () => {
    const { id, hearingId } = await caseIn(house, 'opened');
    const officer = await house.as(house.people.officer);
    const form = { ...(await seen(officer, hearingId)), caseId: id, date: '2027-01-15', time: '', reason: 'Ministeriet har ringet.' };
    const { status } = await officer.post(`/hoeringer/${hearingId}/frist`, form);
    expect(status).toBe(303);
    await house.drain();
    const shown = text((await officer.get(`/sager/${id}`)).text);
    expect(shown).toContain('rettet fra 18. december 2026 kl. 12.00 til 15. januar 2027 af officer: Ministeriet har ringet.');
    expect(shown).toContain('fordi høringens frist er rettet: »Udkast til høringssvar« skal være begyndt senest');
  });

  it('refuses a deadline that is no day, and one without a reason', async () => {
    const { hearingId } = await caseIn(house, 'opened');
    const officer = await house.as(house.people.officer);
    const version = await seen(officer, hearingId);
    expect((await officer.post(`/hoeringer/${hearingId}/frist`, { ...version, date: '2027-02-30', reason: 'x' })).status).toBe(400);
    expect((await officer.post(`/hoeringer/${hearingId}/frist`, { ...version, date: '2027-02-20', reason: '' })).status).toBe(400);
  });
});

describe('the calendar', () => {
  it('is edited by an administrator, and nobody else finds it', async () => {
    const administrator = await house.as(house.people.administrator);
    const days = { name: 'Mellem jul og nytår', firstDay: '2026-12-28', lastDay: '2026-12-30' };
    expect((await administrator.post('/kalender/lukkedage', days)).status).toBe(303);
    expect(
      (await administrator.post('/kalender/fravaer', { role: 'chair', personId: '', firstDay: '2026-12-21', lastDay: '2026-12-21' }))
        .status,
    ).toBe(303);
    const shown = text((await administrator.get('/kalender')).text);
    expect(shown).toContain('Mellem jul og nytår: 28. december 2026 – 30. december 2026');
    expect(shown).toContain('Alle med rollen udvalgsformand: 21. december 2026');
    expect((await (await house.as(house.people.officer)).get('/kalender')).status).toBe(403);
  });

  it('shows how long the steps take', async () => {
    await caseIn(house, 'in-committee');
    const officer = await house.as(house.people.officer);
    expect(text((await officer.get('/trintider')).text)).toContain('Udkast til høringssvar Alle');
  });
});
