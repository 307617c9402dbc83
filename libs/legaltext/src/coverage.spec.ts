import { type ProvisionNode } from '@genmaele/contracts';
import { accountFor } from './coverage.js';
import { SourceLetters } from './source-letters.js';

const node = (text: string, offset: number, children: ProvisionNode[] = []): ProvisionNode => ({
  id: `n${offset}`,
  kind: 'text',
  address: '',
  label: '',
  text,
  offset,
  children,
});

/** A source of chunks that follow each other at the given offsets. */
const source = new SourceLetters([
  { text: 'Kommunen skal ', offset: 10 },
  { text: 'tilbyde', offset: 40 },
  { text: ' en  bolig.', offset: 60 },
]);

describe('the account of the text', () => {
  it('is complete when every letter is kept in order, white space aside', () => {
    expect(accountFor(source, [node('Kommunen skal\ntilbyde en bolig.', 10)], [])).toEqual({
      sourceCharacters: 27,
      treeCharacters: 27,
      equalCharacters: 27,
      missing: [],
      added: [],
      complete: true,
    });
  });

  it('names what is missing, where it stands, with its blanks', () => {
    const { missing, added, complete } = accountFor(source, [node('Kommunen', 10)], []);
    expect([missing, added, complete]).toEqual([[{ text: 'skal tilbyde en bolig.', offset: 19 }], [], false]);
  });

  it('names a lost word between two nodes', () => {
    expect(accountFor(source, [node('Kommunen skal', 10), node('en bolig.', 61)], []).missing).toEqual([{ text: 'tilbyde', offset: 40 }]);
  });

  it('names words that the source does not have', () => {
    const { missing, added } = accountFor(source, [node('Kommunen skal altid', 10), node('tilbyde', 40), node('en bolig.', 61)], []);
    expect([missing, added]).toEqual([[], [{ text: 'altid', offset: 10 }]]);
  });

  it('sees one changed letter', () => {
    expect(accountFor(source, [node('Kommunen skol tilbyde en bolig.', 10)], []).complete).toBe(false);
  });

  it('sees two words that changed places', () => {
    expect(accountFor(source, [node('skal Kommunen tilbyde en bolig.', 10)], []).complete).toBe(false);
  });

  it('sees a node that is there twice', () => {
    expect(accountFor(source, [node('Kommunen skal tilbyde en bolig.', 10), node('en bolig.', 61)], []).complete).toBe(false);
  });

  it('follows a note in the midst of a sentence', () => {
    expect(accountFor(source, [node('Kommunen skal en bolig.', 10, [node('tilbyde', 40)])], []).complete).toBe(true);
  });

  it('counts the remarks in', () => {
    const remark = { id: 'r', kind: 'general' as const, provisionIds: [], heading: 'tilbyde', text: 'en bolig.', offset: 40 };
    expect(accountFor(source, [node('Kommunen skal', 10)], [remark]).complete).toBe(true);
  });
});
