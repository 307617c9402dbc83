import { type BillFollowing } from '@genmaele/contracts';
import { follow } from '@genmaele/legaltext';
import { longAct, placesFound, splitBill } from './read-follow.js';

const following = (...places: [string, ...string[]][]): BillFollowing => ({
  followed: places.map(([address, ...to]) => ({
    ...{ id: address, kind: 'section', address, reason: 'similar-words', explanation: '', certainty: 1, similarity: 1 },
    fate: to.length > 0 ? 'changed' : 'gone',
    places: to.map((place) => ({ id: place, address: place })),
  })),
  added: [],
});

describe('the places found', () => {
  const labelled = new Map([['§ 1', '§ 2'], ['§ 2', ''], ['§ 3', '§ 4']]); // prettier-ignore

  it('are all right when each stands where it was labelled, no-break spaces or not', () => {
    expect(placesFound(following(['§\u00a01', '§\u00a02'], ['§ 2'], ['§ 3', '§ 4']), labelled)).toEqual({ precision: 100, recall: 100 });
  });

  it('count a place that was invented against precision, one that was lost against recall', () => {
    expect(placesFound(following(['§ 1', '§ 2'], ['§ 2', '§ 5'], ['§ 3', '§ 4']), labelled).precision).toBeCloseTo(66.67, 1);
    expect(placesFound(following(['§ 1', '§ 2'], ['§ 2'], ['§ 3']), labelled)).toEqual({ precision: 100, recall: 50 });
    expect(placesFound(following(), labelled)).toEqual({ precision: 0, recall: 0 });
  });
});

describe('the labelled set of the split bill', () => {
  it('has all 36 numbered changes, the 16 sections and the commencement, no place twice', () => {
    const points = [...splitBill.keys()].filter((address) => /nr\. \d+$/.test(address));
    expect([points.length, splitBill.size]).toEqual([36, 36 + 16 + 6]);
    const places = [...splitBill.values()].filter((place) => place !== '');
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('the long act', () => {
  it('gets another number in every section and other words in every tenth', () => {
    const { followed } = follow(longAct(50, false), longAct(50, true));
    expect(followed.filter(({ fate }) => fate === 'changed')).toHaveLength(5);
    expect(followed.map(({ places }) => places[0]?.address)).toEqual(Array.from({ length: 50 }, (_, i) => `§ ${i + 2}`));
  });
});
