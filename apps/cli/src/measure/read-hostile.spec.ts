import { BillUnreadable, readBill } from '@genmaele/legaltext';
import { hostileFiles } from './hostile-files.js';
import { tryHostileFile } from './read-hostile.js';

const files = new Map(hostileFiles('http://127.0.0.1:9').map((file) => [file.name, file]));
const bytesOf = (name: string): Buffer => {
  const file = files.get(name);
  if (!file) throw new Error(`no file ${name}`);
  return file.make();
};
const endOf = (name: string): Promise<string> =>
  readBill(bytesOf(name)).then(
    ({ coverage }) => (coverage.complete ? 'læst' : 'læst med mangler'),
    (error: unknown) => {
      if (error instanceof BillUnreadable) return error.code;
      throw error;
    },
  );

describe('a file made to hurt', () => {
  it.each([
    ['Word: bombe 1:1000', 'bill.too-large'],
    ['Word: navne ud af mappen', 'bill.broken'],
    ['Word: navn fra roden', 'bill.broken'],
    ['Word: navn med bagstreg', 'bill.broken'],
    ['Word: for lille angivet', 'bill.broken'],
    ['Word: for stor angivet', 'bill.too-large'],
    ['Word: 60.000 filer', 'bill.too-large'],
    ['Word: samme navn to gange', 'bill.broken'],
    ['Word: krypteret', 'bill.encrypted'],
    ['Word: fremmed skabelon', 'læst'],
    ['Word: fremmed DTD', 'bill.doctype-refused'],
    ['Word: entiteter uden ende', 'bill.doctype-refused'],
    ['Word: elementer uden ende', 'bill.broken'],
    ['Word: ikke XML', 'bill.broken'],
    ['Word: skåret over', 'bill.broken'],
    ['PDF: 10.000 sider', 'bill.too-large'],
    ['PDF: xref peger på sig selv', 'læst'],
    ['PDF: sidetræ i ring', 'bill.broken'],
    ['PDF: formular i ring', 'bill.no-text'],
    ['PDF: billedflod', 'bill.no-text'],
    ['PDF: uden tekst', 'bill.no-text'],
    ['PDF: kalder ud', 'læst'],
    ['tekst: tusind milliarder latter', 'bill.doctype-refused'],
    ['tekst: UTF-16', 'læst'],
    ['tekst: tom', 'bill.empty'],
    ['HTML: over grænsen', 'bill.too-large'],
  ])('%s ends as %s', async (name, end) => {
    expect(await endOf(name)).toBe(end);
  });

  it('has a name of its own in the corpus, which holds at least sixty', () => {
    expect(files.size).toBeGreaterThanOrEqual(60);
  });

  it('leaves the reader alive in its child, with what it cost', async () => {
    const file = files.get('Word: navne ud af mappen');
    const end = await tryHostileFile(file ?? { name: '', make: () => Buffer.alloc(0) });
    expect(end).toMatchObject({ end: 'bill.broken', isClear: true });
    expect(end.cost.seconds).toBeGreaterThan(0);
  });
});
