import { draftDeadlineRequest } from './deadline-request.js';
import { parseDeadline } from './deadline.js';
import { parseLocalDate } from './local-date.js';
import { brokenNorms, memoRisk } from './plan-norms.js';

const on = parseLocalDate;
const facts = {
  ministryName: 'Social- og Boligministeriet',
  ministryCaseNumber: '2026-4711',
  title: 'Forslag til lov om prøver',
  deadline: parseDeadline('2024-08-12T12:00'),
  wished: on('2024-08-30'),
  why: ['Udvalget mødes ikke før fristen.'],
  norms: brokenNorms(on('2024-07-21'), on('2024-08-12')),
};

describe('the request for a later deadline', () => {
  it('quotes the ministry’s case number, the deadline, the wish, the reason and the norms', () => {
    const { subject, text } = draftDeadlineRequest(facts);
    expect(subject).toBe('Anmodning om længere høringsfrist, sagsnr. 2026-4711');
    for (const part of [
      'sagsnr. 2026-4711, med frist 12. august 2024 kl. 12.00',
      'forlænges til 30. august 2024',
      'Udvalget mødes ikke før fristen.',
      'Høringen varer 22 dage',
      'tidligst 21. august 2024',
    ])
      expect(text).toContain(part);
  });

  it('leaves out the number and the norms where there are none', () => {
    const { subject, text } = draftDeadlineRequest({ ...facts, ministryCaseNumber: null, norms: [] });
    expect(subject).toBe('Anmodning om længere høringsfrist');
    expect(text).not.toMatch(/sagsnr|Vejledning|null|undefined|\n\n\n/);
  });
});

describe('the norms', () => {
  it('are kept by four weeks to the day', () => {
    expect(brokenNorms(on('2025-10-13'), on('2025-11-10'))).toEqual([]);
    expect(brokenNorms(on('2025-10-14'), on('2025-11-10'))).toHaveLength(1);
  });
});

it('the ministry may close its memorandum two days after the deadline', () => {
  expect(memoRisk(on('2022-01-18'))).toMatchObject({ date: '2022-01-20', text: expect.stringContaining('torsdag den 20. januar 2022') });
});
