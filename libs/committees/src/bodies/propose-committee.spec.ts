import { parseLocalDate } from '@genmaele/calendar';
import { proposeCommittee } from './propose-committee.js';
import { committeeReferences, committeesOn } from '../reference/committees.js';

const today = parseLocalDate('2026-11-22');

describe('the committee proposed', () => {
  it('for the sample bill is Kultur-, Erhverv- og Planudvalget, and the words that say so are given', () => {
    const words = [
      'Lov om ændring af lov om almene boliger m.v. og lov om leje af almene boliger',
      'Fællesskabsområder, fælleshuse, digitale varsler',
    ];
    const proposal = proposeCommittee(words, today);
    expect(proposal?.committee.name).toBe('Kultur-, Erhverv- og Planudvalget');
    expect(proposal?.reasons.map(({ word }) => word)).toEqual(['almene', 'boliger', 'leje']);
  });

  it.each([
    ['Lov om ændring af lov om planlægning', 'kultur-erhverv-plan'],
    ['Lov om ændring af folkeskoleloven', 'boerne-undervisning'],
    ['Lov om ændring af lov om social service', 'social'],
    ['Lov om ændring af sundhedsloven og ældreloven', 'sundhed-aeldre'],
    ['Lov om ændring af miljøbeskyttelsesloven og lov om vandforsyning', 'miljoe-forsyning'],
    ['Lov om ændring af tobaksafgiftsloven, lov om forskellige forbrugsafgifter og momsloven', 'sundhed-aeldre'],
    ['Lov om ændring af lov om arbejdsmiljø', 'loen-personale'],
    ['Lov om en aktiv beskæftigelsesindsats', 'arbejdsmarked-borgerservice'],
  ])('for »%s« is %s', (title, id) => {
    expect(proposeCommittee([title], today)?.committee.id).toBe(id);
  });

  it('is none when no word points to one', () => {
    expect(proposeCommittee(['Lov om ændring af retsplejeloven'], today)).toBeNull();
    expect(proposeCommittee([], today)).toBeNull();
  });

  it('is none before the committees were constituted', () => {
    expect(proposeCommittee(['almene boliger'], parseLocalDate('2018-02-28'))).toBeNull();
    expect(proposeCommittee(['almene boliger'], parseLocalDate('2018-03-01'))).not.toBeNull();
  });
});

describe('the committees', () => {
  it('are eight, each with an id and names of its own', () => {
    expect(committeesOn(today)).toHaveLength(8);
    const names = committeeReferences.flatMap(({ id, name, aliases }) => [id, name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const stem of committeeReferences.flatMap(({ stems }) => stems)) expect(stem).toMatch(/^\^?[a-zæøå]{3,}$/);
  });
});
