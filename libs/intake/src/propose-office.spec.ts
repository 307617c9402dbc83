import fc from 'fast-check';
import { proposeOffice } from './propose-office.js';
import { offices } from './reference/offices.js';
import { matchSubject } from './subject-match.js';

describe('the office proposed', () => {
  it.each([
    ['Lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger', 'teknik-og-miljoe'],
    ['Lov om ændring af folkeskoleloven og lov om dagtilbud', 'boern-og-unge'],
    ['Lov om ændring af sundhedsloven', 'sundhed-og-aeldre'],
    ['Lov om en aktiv beskæftigelsesindsats', 'beskaeftigelse-og-integration'],
    ['Lov om ændring af museumsloven', 'kultur-og-fritid'],
  ])('for »%s« is %s', (title, id) => {
    expect(proposeOffice([title])?.office.id).toBe(id);
  });

  it('comes with the words that say so, as they were written and each once', () => {
    expect(proposeOffice(['Almene boliger', 'BOLIGER', 'almene familie\u00adboliger og sild'])?.reasons).toEqual([
      { word: 'Almene', stem: 'almen' },
      { word: 'boliger', stem: 'bolig' },
      { word: 'familieboliger', stem: 'bolig' },
    ]);
  });

  it('is nobody when no word points anywhere', () => {
    expect(proposeOffice(['Lov om ændring af kildeskatteloven'])).toBeNull();
    expect(proposeOffice([])).toBeNull();
    expect(proposeOffice(['§ 1, nr. 5', '…'])).toBeNull();
  });
});

describe('matching words to a field', () => {
  it('takes a stem with ^ only at the beginning of a word', () => {
    const fields = [{ id: 'a', stems: ['^leje'] }];
    expect(matchSubject(['Lejeloven'], fields)?.reasons).toEqual([{ word: 'Lejeloven', stem: 'leje' }]);
    expect(matchSubject(['fremleje'], fields)).toBeNull();
  });

  it('lets the longest stem decide: a working environment is no environment', () => {
    expect(proposeOffice(['arbejdsmiljøloven'])?.office.id).toBe('loen-og-personale');
  });

  it('gives the first of two equals, and never a field without a reason', () => {
    expect(
      matchSubject(
        ['ab'],
        [
          { id: '1', stems: ['a'] },
          { id: '2', stems: ['b'] },
        ],
      )?.field.id,
    ).toBe('1');
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('bolig', 'skolen', 'miljøet'))), (words) => {
        const match = matchSubject(words, offices);
        expect(match === null || (match.score > 0 && match.reasons.length > 0)).toBe(true);
      }),
    );
  });
});
