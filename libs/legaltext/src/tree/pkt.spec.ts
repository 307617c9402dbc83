import { type ProvisionNode } from '@genmaele/contracts';
import { flattenProvisions, readBill, wordsOf } from '../index.js';

const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const source = (body: string): string => `<html><body>${body}</body></html>`;
const read = (body: string) => readBill(new TextEncoder().encode(source(body)));
const plain = (address: string): string => address.replaceAll('\u00a0', ' ');

async function pktOf(body: string): Promise<[address: string, text: string][]> {
  const reading = await read(body);
  expect(reading.coverage.complete).toBe(true);
  return flattenProvisions(reading).flatMap(({ kind, address, text }) => (kind === 'pkt' ? [[plain(address), text]] : []));
}

describe('the sentences of a provision', () => {
  const act =
    p('Paragraf', '<span class="ParagrafNr">§ 1.</span> Kommunen skal svare. Den kan <i>klage</i>.') +
    p('Paragraf', '<span class="ParagrafNr">§ 2.</span> Haven er fælles. 1. pkt. gælder ikke for bede m.v. Bedene er private.') +
    p('Stk2', '<span class="StkNr">Stk. 2.</span> Haven er åben. Kommunen kan:') +
    p('Liste1', '1) Lukke den. Det kræver varsel.') +
    p('Liste1', '2) Åbne den.') +
    p('Paragraf', '<span class="ParagrafNr">§ 3.</span> Loven gælder.');

  it('can be pointed at; a provision of one sentence keeps its words and has none', async () => {
    expect(await pktOf(act)).toEqual([
      ['§ 1, 1. pkt.', 'Kommunen skal svare.'],
      ['§ 1, 2. pkt.', 'Den kan klage.'],
      ['§ 2, stk. 1, 1. pkt.', 'Haven er fælles.'],
      ['§ 2, stk. 1, 2. pkt.', '1. pkt. gælder ikke for bede m.v.'],
      ['§ 2, stk. 1, 3. pkt.', 'Bedene er private.'],
      ['§ 2, stk. 2, 1. pkt.', 'Haven er åben.'],
      ['§ 2, stk. 2, 2. pkt.', 'Kommunen kan:'],
      ['§ 2, stk. 2, nr. 1, 1. pkt.', 'Lukke den.'],
      ['§ 2, stk. 2, nr. 1, 2. pkt.', 'Det kræver varsel.'],
    ]);
  });

  it('stand in the source where they begin, with an id like their address', async () => {
    const text = source(act);
    const nodes = flattenProvisions(await read(act)).filter(({ kind }) => kind === 'pkt');
    for (const node of nodes) expect(text.slice(node.offset)).toMatch(new RegExp(`^${node.text.split(' ', 2).join(' ')}`));
    expect(nodes[2]?.id).toBe('p2-stk1-1pkt');
  });

  it('leave the provision without words of its own; its words are theirs, in order', async () => {
    const [section] = flattenProvisions(await read(act)) as [ProvisionNode];
    expect([section.text, wordsOf(section)]).toEqual(['', 'Kommunen skal svare. Den kan klage.']);
  });

  it('are counted in new text for the law, and never in the instruction that brings it', async () => {
    const bill =
      p('CentreretParagraf', '§ 1') +
      p('Paragraf', 'I lov om haver foretages følgende ændringer:') +
      p('AendringMedNummer', '1. I § 5 indsættes efter 1. pkt.: »Haven er fælles. Den er åben.« Ændringen er redaktionel.') +
      p('AendringMedNummer', '2. I § 6 indsættes som stk. 2:') +
      p('Stk2', '»Stk. 2. Haven er fælles. Den er åben.«') +
      p('CentreretParagraf', '§ 2') +
      p('Stk2', 'Stk. 1. Loven træder i kraft den 1. januar 2023. § 1 gælder ikke for Grønland.');
    expect(await pktOf(bill)).toEqual([
      ['§ 1, nr. 2, »stk. 2, 1. pkt.«', 'Haven er fælles.'],
      ['§ 1, nr. 2, »stk. 2, 2. pkt.«', 'Den er åben.«'],
      ['§ 2, stk. 1, 1. pkt.', 'Loven træder i kraft den 1. januar 2023.'],
      ['§ 2, stk. 1, 2. pkt.', '§ 1 gælder ikke for Grønland.'],
    ]);
  });

  it('count on after a list; what runs on in the sentence before it stays with it', async () => {
    const list = p('Liste1', '1) hunde og') + p('Liste1', '2) katte');
    expect(await pktOf(p('Paragraf', '§ 1. Den, der holder') + list + p('TekstGenerel', 'skal betale. Afgiften er lav.'))).toEqual([
      ['§ 1, 1. pkt.', 'Den, der holder'],
      ['§ 1, 2. pkt.', 'Afgiften er lav.'],
    ]);
    expect(await pktOf(p('Paragraf', '§ 1. Loven gælder') + list + p('TekstGenerel', 'Loven gælder ikke for fugle.'))).toEqual([
      ['§ 1, 1. pkt.', 'Loven gælder'],
      ['§ 1, 2. pkt.', 'Loven gælder ikke for fugle.'],
    ]);
  });
});
