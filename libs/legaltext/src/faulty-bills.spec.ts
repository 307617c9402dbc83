import { flattenProvisions, readBill } from './index.js';

const page = (body: string): Uint8Array =>
  new TextEncoder().encode(`<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>x</title></head><body>${body}</body></html>`);
const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const read = (body: string) => readBill(page(body));

describe('what a bill gets wrong', () => {
  const point = (label: string, words: string): string => p('AendringMedNummer', `<span class="AendringNr">${label}</span> ${words}`);
  const opening = p('CentreretParagraf', '§ 1') + p('Paragraf', 'I lov om haver foretages følgende ændringer:');

  it('loses no point after a quotation that is never closed, and says so', async () => {
    const reading = await read(
      opening + point('1.', '§ 2 affattes således:') + p('Paragraf', '»§ 2. Haven.') + point('2.', '§ 3 ophæves.'),
    );
    expect(flattenProvisions(reading).filter(({ kind }) => kind === 'change-point')).toHaveLength(2);
    expect(reading.doubts).toEqual(['Anførselstegnene i § 1 går ikke op.']);
  });

  it('keeps both of two points with one number, under ids of their own, and says so', async () => {
    const reading = await read(opening + point('1.', '§ 2 ophæves.') + point('1.', '§ 3 ophæves.'));
    expect(flattenProvisions(reading).map(({ id }) => id)).toEqual(['p1', 'p1-nr1', 'p1-nr1-2']);
    expect(reading.doubts).toEqual(['§\u00a01, nr.\u00a01 forekommer mere end én gang.']);
  });

  it('takes NUL and direction controls out of what people read, and says so', async () => {
    const reading = await read(opening + point('1.', '§ 2\u0000 oph\u202eæves&#x202e;.'));
    expect(flattenProvisions(reading).at(-1)?.text).toBe('§ 2 ophæves.');
    expect(reading.coverage.complete).toBe(true);
    expect(reading.doubts).toEqual([
      '1 ulæselige tegn (fx NUL) er fjernet fra teksten.',
      '2 skjulte tegn, der kan vende læseretningen, er fjernet fra teksten.',
    ]);
  });
});
