import { draftContent, draftHash } from './draft.js';

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
