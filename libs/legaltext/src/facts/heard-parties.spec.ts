import { heardPartiesOf } from './heard-parties.js';

const remark = (text: string) => [
  {
    id: 'r',
    kind: 'general' as const,
    number: '9',
    provisionIds: [],
    heading: '9. Hørte myndigheder og organisationer m.v.',
    text,
    offset: 0,
  },
];

describe('who was heard', () => {
  it('is read from a list in prose, each once, over several drafts', () => {
    const text =
      'Et udkast er sendt til følgende myndigheder m.v.: Aalborg, DI og KL.\nEt andet til følgende organisationer: DI, Ældre Sagen.';
    expect(heardPartiesOf(remark(text))).toEqual(['Aalborg', 'DI', 'KL', 'Ældre Sagen']);
  });

  it('is read from a list of one party a line', () => {
    expect(heardPartiesOf(remark('Hørt er følgende organisationer:\nDanske Regioner\nKL'))).toEqual(['Danske Regioner', 'KL']);
  });

  it('keeps a name with "og" or commas of its own', () => {
    const text = 'organisationer: Astra, Brancheforeningen for Skov, Have og Park, Byg & Bo, Copydan – Tekst og Node, KL.';
    expect(heardPartiesOf(remark(text))).toEqual([
      'Astra',
      'Brancheforeningen for Skov, Have og Park',
      'Byg & Bo',
      'Copydan – Tekst og Node',
      'KL',
    ]);
  });

  it('parts the last two where the first has an "af" or "for" and the second is a name by itself', () => {
    expect(heardPartiesOf(remark('myndigheder: DI, Rådet for Sikker Trafik og Vejdirektoratet.'))).toEqual([
      'DI',
      'Rådet for Sikker Trafik',
      'Vejdirektoratet',
    ]);
    expect(heardPartiesOf(remark('myndigheder: DI, Foreningen af Rådgivende Ingeniører og KL.')).at(-1)).toBe('KL');
    expect(heardPartiesOf(remark('myndigheder: DI, Foreningen for Handel og Service.')).at(-1)).toBe('Foreningen for Handel og Service');
  });

  it('is read from a list with bullets, and a name with "og" on a line of its own is one party', () => {
    const text = 'Udkastet er sendt til følgende:\n– Danske Regioner,\n– Finans og Leasing,\n– KL og\n– Ældre Sagen.';
    expect(heardPartiesOf(remark(text))).toEqual(['Danske Regioner', 'Finans og Leasing', 'KL', 'Ældre Sagen']);
  });

  it('is read from a table', () => {
    expect(heardPartiesOf(remark('Følgende organisationer er hørt, i alt 4:\nDanske Regioner\tDI\nKL\tÆldre Sagen'))).toEqual([
      'Danske Regioner',
      'DI',
      'KL',
      'Ældre Sagen',
    ]);
  });

  it('ends with the sentence of the list', () => {
    const text = 'Udkastet har været i høring hos Aarhus Kommune, DI og KL. Der er modtaget svar fra Dansk Erhverv, Cevea og andre.';
    expect(heardPartiesOf(remark(text))).toEqual(['Aarhus Kommune', 'DI', 'KL']);
  });

  it('is empty where the bill does not tell', () => {
    expect(heardPartiesOf([])).toEqual([]);
    expect(heardPartiesOf(remark('Ingen er hørt.'))).toEqual([]);
  });
});
