import { draftContent, draftHash, draftParts } from './draft.js';

const draft = (words: string) => ({
  template: 'hoeringssvar',
  lead: [words],
  sections: [{ heading: words, paragraphs: [words] }],
  points: [{ number: 1, stance: 'remarks', provisions: [words], text: words }],
  reservations: { political: false, economic: false },
});

describe('the text of a draft', () => {
  it('is one text however it was typed: composed letters, and line feeds alone', () => {
    const composed = draftContent.parse(draft('Fåborg\nog ø'));
    const typed = draftContent.parse(draft('Fa\u030Aborg\r\nog ø'));
    expect(typed).toEqual(composed);
    expect(draftHash(typed, [])).toBe(draftHash(composed, []));
  });

  it('keeps a lone carriage return as a new line, and blanks within', () => {
    expect(draftContent.parse(draft('a\rb  c')).lead).toEqual(['a\nb  c']);
  });
});

describe('the parts of a draft', () => {
  const { points, ...rest } = draftContent.parse(draft('ord'));
  const second = { ...points[0]!, number: 2 };
  const two = { ...rest, points: [...points, second] };

  it('are touched one by one: a point by its words, the frame by all else and by the points’ order', () => {
    const before = draftParts(two, []);
    const edited = draftParts({ ...two, points: [points[0]!, { ...second, text: 'nyt' }] }, []);
    expect([edited.frame, edited.points[0]]).toEqual([before.frame, before.points[0]]);
    expect(edited.points[1]!.sha256).not.toBe(before.points[1]!.sha256);
    for (const frame of [draftParts({ ...two, lead: ['nyt'] }, []), draftParts(two, ['a'.repeat(64)]), draftParts({ ...two, points }, [])])
      expect(frame.frame).not.toBe(before.frame);
    expect(draftParts({ ...two, points: [second, points[0]!] }, []).frame).not.toBe(before.frame);
  });
});
