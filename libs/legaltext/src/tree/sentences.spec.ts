import fc from 'fast-check';
import { sentenceStarts } from './sentences.js';

/** The text cut where its sentences begin; the cases are written with a bar there. */
const cut = (text: string): string => {
  const starts = sentenceStarts(text);
  return starts.map((start, i) => text.slice(start, starts[i + 1])).join('|');
};
const agrees = (barred: string): void => expect(cut(barred.replaceAll('|', ''))).toBe(barred);

describe('a sentence of a statute ends', () => {
  it.each([
    'Kommunen skal svare. |Den kan klage.',
    'Haven er fælles. |1. pkt. gælder ikke for altaner.',
    'Haven er fælles. |2.-4. pkt. gælder ikke. |1., 2. og 5. pkt. gælder altid.',
    'Der betales 500 kr. |Beløbet reguleres.',
    'Afgiften er 5 pct. |Den betales årligt.',
    'Reglen gælder, jf. 1. pkt. |Ministeren fastsætter regler.',
    'Det sker efter lov om haver m.v. |Ansøgning sendes til kommunen.',
    'Det sker efter stk. 2. |Stk. 3 finder anvendelse.',
    'Det sker efter stk. 2, 1. pkt. |2. pkt. finder ikke anvendelse.',
    'Det sker efter § 3. |§ 4 finder ikke anvendelse.',
    'Loven træder i kraft den 1. januar 2023. |Loven gælder ikke for Grønland.',
    'Det sker efter § 13 a. |Virksomheden skal betale.',
    'Det sker efter § 7 P. |Skatten nedsættes.',
    'Det sker efter stk. 1, nr. 2, litra d. |Virksomheden skal betale.',
    'Bilen er i gruppe A eller B. |Den afmeldes.',
    'Det aftales med KL. |Fristen er kl. 12.',
    'Pakken har 20 stk. |Det er ikke flere.',
    'Er haven fælles? |Ja.',
    'Afgiften (herunder renter m.v.) betales. |Den er ny.',
    'Afgiften betales. |(Den gælder ikke for Grønland.) |Den er ny.',
    'Ved »have« forstås et areal. |Ved »bed« forstås en del.«',
    '»Haven er fælles. |Den er åben.«',
    'Selskabet er et a.m.b.a. |Det hæfter ikke.',
    'Virksomheden betaler til A/S. |Den får kvittering.',
    'Afgiften er 2,5 mia. kr. |20. pkt. gælder.',
    'Gebyret er fastsat i loven. |20 pct. tilfalder kommunen.',
  ])('%s', agrees);
});

describe('a full stop does not end a sentence', () => {
  it.each([
    'Kommunen skal, jf. § 5, stk. 2, 2. pkt., og § 7, stk. 1, nr. 3-5, svare inden 4 uger.',
    'Det gælder 2.-4. pkt. og stk. 3, 1. pkt.',
    'Loven træder i kraft den 1. januar 2023, jf. dog stk. 2.',
    'Loven er nr. 1445 af 21. Juni 2021 med senere ændringer.',
    'Kommunen skal f.eks. Aarhus svare, bl.a. KL, ca. Danmark, dvs. Norden.',
    'Efter forslag fra J. Hansen og H.C. Andersen og A. P. Møller.',
    'Direktivet (EU-Tidende 2021, nr. L 250, side 1) gælder, jf. EU-Tidende, nr. C 326.',
    'Der betales 500 kr. 20 dage efter.',
    'Der betales 5 pct. 10 dage efter.',
    'Afgiften (jf. § 5. Se også § 6) betales.',
    'På skiltet står »Adgang forbudt. Hunden bider« og intet andet.',
    'Det gælder a) hunde, b) katte m.v. og c) fugle.',
    'Fristen er kl. 12.00 den 1. maj.',
    'Prisen er 1.203 kr. og 48,2 pct.',
    'Det sker efter lov om haver m.v., lov om stier mv. og lov om bede o.l.',
    'Haver, bede m.v. (Fælleshaver) er omfattet.',
    'CVR-nr. 62547413 og matr.nr. 5 a tilhører kommunen.',
  ])('%s', agrees);
});

describe('any text', () => {
  const piece = fc.constantFrom(
    'Kommunen',
    'skal',
    '»',
    '«',
    '(',
    ')',
    '.',
    ' ',
    'jf.',
    'nr. 3',
    '1. pkt.',
    'm.v.',
    '§ 5',
    'A.',
    ':',
    '2',
    '?',
  );
  it('keeps its letters, and each sentence begins after a blank', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('').replace(/ +/g, ' ').trim()),
        (text) => {
          const starts = sentenceStarts(text);
          expect(starts[0]).toBe(0);
          for (const start of starts.slice(1)) expect(text.slice(start - 1, start + 1)).toMatch(/^ \S$/);
          expect([...starts].sort((a, b) => a - b)).toEqual(starts);
          expect(cut(text).replaceAll('|', '')).toBe(text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('of several plain sentences has as many as were written', () => {
    const sentence = fc.constantFrom(
      'Kommunen skal svare',
      'Det sker efter § 5, stk. 2, 1. pkt.',
      'Afgiften er 48,2 pct.',
      'Det er den 1. maj 2020',
      '1. pkt. gælder ikke',
      'Ved »x« forstås y (jf. nr. 3)',
    );
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 9 }), (sentences) => {
        const text = sentences.map((words) => (words.endsWith('.') ? words : `${words}.`)).join(' ');
        expect(sentenceStarts(text)).toHaveLength(sentences.length);
      }),
    );
  });

  it.each(['(', ')', '»', '«', '. A', 'nr. ', '1. ', 'a.'])('of a hundred thousand of one mark is read in time: %s', (mark) => {
    expect(sentenceStarts(mark.repeat(100_000))[0]).toBe(0);
  });
});
