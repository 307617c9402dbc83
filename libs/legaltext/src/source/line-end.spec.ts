import fc from 'fast-check';
import { JoinedLines, knownWords, lineEnd } from './line-end.js';

function joined(line: string, next: string, document: string[] = []): string {
  const lines = new JoinedLines(line);
  lines.add(next, lineEnd(line, next, knownWords([...document, line, next])));
  return lines.text;
}

describe('the end of a line within a paragraph', () => {
  it.each([
    ['udsatte om-', 'råder', 'udsatte områder'],
    ['parallel-', 'samfundet', 'parallelsamfundet'],
    ['efter stk.', '4-6', 'efter stk. 4-6'],
    ['efter stk. 4-', '6', 'efter stk. 4-6'],
    ['told-', 'og skatteforvaltningen', 'told- og skatteforvaltningen'],
    ['køb-', 'eller lejeaftalen', 'køb- eller lejeaftalen'],
    ['reglerne om EU-', 'støtte', 'reglerne om EU-støtte'],
    ['covid-', '19', 'covid-19'],
    ['Fyn-', 'Odense', 'Fyn-Odense'],
    ['Pvc-afgifts-', 'loven', 'Pvc-afgifts-loven'],
    ['kommunen', 'skal', 'kommunen skal'],
    ['en tanke –', 'og en til', 'en tanke – og en til'],
    ['om\u00ad', 'råder', 'områder'],
  ])('%s / %s is %s', (line, next, expected) => {
    expect(joined(line, next)).toBe(expected);
  });

  it('follows what the document itself writes within a line', () => {
    expect(joined('covid-', 'smittede', ['de covid-smittede borgere'])).toBe('covid-smittede');
    expect(joined('pvc-', 'afgiften', ['om pvc-afgiften og andet'])).toBe('pvc-afgiften');
    expect(joined('pvc-', 'afgiften', ['om pvcafgiften og andet'])).toBe('pvcafgiften');
  });

  it('loses no letter but the hyphen, whatever the words', () => {
    const word = fc.stringMatching(/^[a-zæøå]{2,8}$/);
    fc.assert(
      fc.property(word, word, fc.boolean(), (first, second, divided) => {
        const line = divided ? `${first}-` : first;
        expect(joined(line, second).replace(/[ -]/g, '')).toBe(first + second);
      }),
    );
  });
});
