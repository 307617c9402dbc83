import { flattenProvisions, readBill } from '../index.js';

const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const addresses = async (...newText: string[]): Promise<string[]> => {
  const body =
    p('CentreretParagraf', '§ 1') +
    p('Paragraf', 'I lov om tårne foretages følgende ændring:') +
    p('AendringMedNummer', '1. I § 14 indsættes:') +
    newText.map((words) => `<p>${words}</p>`).join('');
  const page = `<!DOCTYPE html><html lang="da"><body>${body}</body></html>`;
  const nodes = flattenProvisions(await readBill(new TextEncoder().encode(page)));
  return nodes.map(({ address }) => /»(.*)«/.exec(address.replaceAll('\u00a0', ' '))?.[1]).filter((each) => each !== undefined);
};

describe('items of a list whose depth the source does not tell', () => {
  it('stand side by side when the list begins with letters', async () => {
    expect(await addresses('»c) master,', 'd) barduner, og', 'e) tårne.«')).toEqual(['litra c', 'litra d', 'litra e']);
  });

  it('stand under their number when letters follow one', async () => {
    expect(await addresses('»3) master,', 'a) høje,', 'b) lave,', '4) barduner.«')).toEqual([
      'nr. 3',
      'nr. 3, litra a',
      'nr. 3, litra b',
      'nr. 4',
    ]);
  });
});
