import { parseLocalDate } from '@genmaele/calendar';
import { committeeReferences, proposeCommittee } from '@genmaele/committees';
import { draftContent } from '@genmaele/contracts';
import { ministries } from '@genmaele/intake';
import { flattenProvisions, readBill } from '@genmaele/legaltext';
import { sampleYearBill, sampleYearDraft } from './sample-year-bill.js';
import { sampleYearCases } from './sample-year-cases.js';

const commences = parseLocalDate('2027-07-01');
const plain = (words: string): string => words.replaceAll('\u00a0', ' ');

describe('the bills of the sample year', () => {
  it.each(sampleYearCases.map((each) => [each.about, each] as const))('»%s« is read whole, with every change point', async (_, each) => {
    const reading = await readBill(sampleYearBill(each, commences));
    expect(reading.coverage.complete).toBe(true);
    expect(reading.doubts).toEqual([]);
    const addresses = flattenProvisions(reading)
      .filter(({ kind }) => kind === 'change-point')
      .map(({ address }) => plain(address));
    expect(addresses).toEqual(each.changes.map((_words, i) => `§ 1, nr. ${i + 1}`));
    for (const { provisions } of sampleYearDraft(each).points) expect(addresses).toEqual(expect.arrayContaining(provisions.map(plain)));
  });

  it('are twelve, of ministries that are known, for more than one committee', () => {
    expect(sampleYearCases).toHaveLength(12);
    for (const { ministry } of sampleYearCases) expect(ministries.map(({ name }) => name)).toContain(ministry);
    const proposed = new Set(sampleYearCases.map(({ law }) => proposeCommittee([`Lov om ændring af ${law}`], commences)?.committee.id));
    expect(proposed.size).toBeGreaterThan(4);
    expect(committeeReferences.length).toBeGreaterThanOrEqual(8);
  });

  it('are answered with drafts that can be saved', () => {
    for (const each of sampleYearCases.filter(({ lead }) => lead !== ''))
      expect(draftContent.safeParse(sampleYearDraft(each)).success).toBe(true);
  });
});
