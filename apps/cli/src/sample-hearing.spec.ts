import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLocalDate } from '@genmaele/calendar';
import { proposeCommittee } from '@genmaele/committees';
import type { BillReading } from '@genmaele/contracts';
import { proposeOffice } from '@genmaele/intake';
import { flattenProvisions, readBill, subjectWords } from '@genmaele/legaltext';
import { simpleParser } from 'mailparser';
import { sampleDraft } from './sample-draft.js';
import {
  fillSample,
  loadSampleHearing,
  sampleFileNames,
  sampleHearingFacts,
  sampleMinistryReply,
  type SampleHearing,
} from './sample-hearing.js';
import { sampleLetterDocument } from './sample-letter.js';

const times = { date: '2026-11-22', deadline: '2026-12-20T12:00' };
const folder = join(process.cwd(), 'apps/cli/sample-hearing');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const textOf = (html: string) => html.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ');
const realBill = join(process.cwd(), '../shared/data/bills/2021_1_LSF_89__226068.html');
const it_ = existsSync(realBill) ? it : it.skip;

let sample: SampleHearing;
beforeAll(async () => {
  sample = await loadSampleHearing(times, 'hoeringer@forening.example');
});

describe('filling the sample', () => {
  it('prints day and deadline as a letter does, unbreakable', () => {
    const filled = fillSample('{{dato}}, senest {{frist}} ({{frist}})', times);
    expect(filled.replaceAll('\u00a0', '_')).toBe('22._november 2026, senest 20._december 2026 kl._12.00 (20._december 2026 kl._12.00)');
  });

  it('names a day alone when the deadline has no clock time', () => {
    expect(fillSample('{{frist}}', { ...times, deadline: '2026-12-20' })).toBe('20.\u00a0december 2026');
  });

  it('refuses what is no day', () => {
    expect(() => fillSample('{{dato}}', { ...times, date: '2026-02-30' })).toThrow('ikke en dato');
    expect(() => fillSample('{{dato}}', { ...times, deadline: 'snart' })).toThrow('ikke en frist');
  });
});

describe('the sample hearing', () => {
  it('is marked as an example in every part', () => {
    for (const name of ['lovforslag.html', 'lovforslag.xml', 'hoeringsbrev.html', 'hoeringsliste.html'])
      expect(textOf(read(name))).toContain('EKSEMPEL – ikke e');
  });

  it('leaves no marker unfilled and says deadline, reply address and case number in the letter', () => {
    const letter = sample.letter.toString();
    expect(letter + sample.parties.toString()).not.toMatch(/\{\{|\}\}/);
    for (const said of ['20.\u00a0december 2026 kl.\u00a012.00', sampleHearingFacts.replyTo, sampleHearingFacts.caseNumber])
      expect(letter).toContain(said);
  });

  it('comes as PDF too, the same bytes every time', async () => {
    expect(sample.letterPdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(sample.partiesPdf.subarray(0, 5).toString()).toBe('%PDF-');
    const again = await loadSampleHearing(times, 'en-anden@forening.example');
    expect(again.letterPdf.equals(sample.letterPdf)).toBe(true);
    expect(again.bill.equals(sample.bill)).toBe(true);
    expect(again.letterPdf.equals((await loadSampleHearing({ ...times, deadline: '2026-12-21' }, 'x@y.example')).letterPdf)).toBe(false);
  });

  it('says in the PDF all that the page says', () => {
    const said = JSON.stringify(sampleLetterDocument(sample.letter.toString(), times.date));
    for (const [, text = ''] of sample.letter.toString().matchAll(/<(?:p|li|h1|h2|dd)[^>]*>([^<]+)</g))
      expect(said).toContain(JSON.stringify(text).slice(1, -1));
  });

  it('arrives by a mail with letter, bill and list attached, byte for byte', async () => {
    const mail = await simpleParser(sample.mail);
    expect(mail.from?.value[0]?.address).toBe(sampleHearingFacts.replyTo);
    expect([mail.to].flat()[0]?.text).toBe('hoeringer@forening.example');
    expect(mail.subject).toContain('sagsnr. 2026-1234');
    expect(mail.messageId).toBe('<hoering-2026-1234-2026-11-22-2026-12-20T1200@boligministeriet.example>');
    expect(mail.text?.replaceAll('\u00a0', ' ')).toContain('senest 20. december 2026 kl. 12.00');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['hoeringsbrev.pdf', 'lovforslag.html', 'hoeringsliste.pdf']);
    expect(mail.attachments.map(({ content }) => content)).toEqual([sample.letterPdf, sample.bill, sample.partiesPdf]);
  });
});

describe('the sample bill', () => {
  const html = read(sampleFileNames.bill);
  const law = textOf(html.slice(0, html.indexOf('class="Bemaerkninger"')));

  it('has 18 change points in two amending sections, numbered in order, and a specific remark to each', () => {
    const numbers = [...html.matchAll(/class="AendringNr">(\d+)\./g)].map(([, number]) => Number(number));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 1, 2, 3, 4]);
    expect([...html.matchAll(/<p>Til nr\.\u00a0(\d+)<\/p>/g)].map(([, number]) => Number(number))).toEqual(numbers);
  });

  it.each([
    ['several pairs replaced everywhere', /Overalt i loven ændres »[^»]+« til: »[^»]+«, »[^»]+« til: »[^»]+«, og »[^»]+« til: »[^»]+«\./],
    ['three targets at once', /I § 28, stk\. 3, nr\. 2, § 51, stk\. 2, 1\. pkt\., og § 60, stk\. 4, 2\. pkt\., ændres/],
    ['a quotation inside new text', /»Stk\. 3\.[\s\S]*»almindelig brug«[\s\S]*lokalerne\.«/],
    ['a sentence that moves', /der bliver 4\. pkt\., affattes således/],
    ['a paragraph that moves', /stk\. 4, der bliver stk\. 6,/],
    ['a repeal with something in its place', /stk\. 4 og 5, ophæves, og i stedet indsættes/],
    ['a new heading', /Overskriften før § 59 affattes således/],
    ['a section with a letter', /»§ 61 b\./],
    [
      'renumbering of stk., nr. and litra',
      /Stk\. 3-5 bliver herefter stk\. 5-7\.[\s\S]*Nr\. 4-6 bliver herefter nr\. 3-5\.[\s\S]*Litra b og c bliver herefter/,
    ],
    ['a word replaced in two places', /§ 52, stk\. 1, to steder, ændres/],
    ['commencement by numbers', /Stk\. 2\. § 1, nr\. 5, 6, 9-11 og 14, træder i kraft/],
  ])('has %s', (_what, words) => {
    expect(law).toMatch(words);
  });

  it('closes every quotation and never breaks between a sign and its number', () => {
    expect([...law].filter((sign) => sign === '»')).toHaveLength([...law].filter((sign) => sign === '«').length);
    expect(html.replace(/<[^>]+>/g, '')).not.toMatch(/§ \d|(?:[Ss]tk\.|[Nn]r\.) \d|\d\. pkt\./);
  });

  it('is the same bill in LexDania: the same instructions in the same order', () => {
    const xml = read(sampleFileNames.billXml);
    const theirs = [...xml.matchAll(/<AendringDefinition[\s\S]*?<\/AendringDefinition>/g)].map(([part]) =>
      [...part.matchAll(/<Char[^>]*>([^<]*)</g)].map(([, text]) => text).join(''),
    );
    const ours = [...html.matchAll(/<span class="AendringNr">\d+\.<\/span>([\s\S]*?)<\/p>/g)].map(([, part = '']) =>
      part.replace(/<[^>]+>/g, '').trim(),
    );
    expect(theirs).toEqual(ours);
  });

  it_('uses only classes that Retsinformation uses, and shares no sentence with the real bill (skipped without ../shared/data)', () => {
    const real = readFileSync(realBill, 'utf8');
    const classes = (page: string) => new Set([...page.matchAll(/class="([A-Za-z0-9]+)"/g)].map(([, name]) => name));
    const known = classes(real);
    const more = ['Liste2', 'Liste2Nr', 'ParagrafGruppeOverskrift'];
    expect([...classes(html)].filter((name) => !known.has(name) && !more.includes(name ?? ''))).toEqual([]);
    const paragraphs = (page: string) => [...page.matchAll(/<p class="(?:NormalInd|Stk2|Paragraf|Liste1)"[^>]*>([\s\S]*?)<\/p>/g)];
    const long = (page: string) =>
      paragraphs(page)
        .flatMap(([, inner = '']) => textOf(inner).split(/(?<=\.)\s+/))
        .filter((sentence) => sentence.trim().length > 40);
    const theirs = new Set(long(real));
    expect(theirs.size).toBeGreaterThan(1000);
    expect(long(html).filter((sentence) => theirs.has(sentence))).toEqual([]);
  });
});

const readSample = (name: string) => readBill(readFileSync(join(folder, name)));
const [html, xml] = await Promise.all([readSample(sampleFileNames.bill), readSample(sampleFileNames.billXml)]);

describe('the sample bill as the reader reads it', () => {
  const pointsOf = (reading: BillReading) =>
    flattenProvisions(reading)
      .filter(({ kind }) => kind === 'change-point')
      .map(({ address }) => address);

  it('loses nothing and has the same change points in both formats', () => {
    expect([html.coverage.missing, html.coverage.added, html.doubts]).toEqual([[], [], []]);
    expect([xml.coverage.missing, xml.coverage.added]).toEqual([[], []]);
    expect(pointsOf(html)).toHaveLength(18);
    expect(pointsOf(xml)).toEqual(pointsOf(html));
  });

  it('goes to Kultur-, Erhverv- og Planudvalget and to the office Teknik og Miljø', () => {
    const words = subjectWords(html);
    expect(proposeCommittee(words, parseLocalDate('2026-11-22'))?.committee.id).toBe('kultur-erhverv-plan');
    expect(proposeOffice(words)?.office.id).toBe('teknik-og-miljoe');
  });

  it.each([
    ['HTML', html],
    ['LexDania', xml],
  ])('gets the draft written for it, from %s', (_format, reading) => {
    const { points } = sampleDraft(flattenProvisions(reading));
    expect(points).toHaveLength(12);
    expect(points.map(({ provisions }) => provisions.map((address) => address.replaceAll('\u00a0', ' ')))).toEqual([
      ['§ 1, nr. 1'],
      ['§ 1, nr. 3'],
      ['§ 1, nr. 4', '§ 1, nr. 8'],
      ['§ 1, nr. 5'],
      ['§ 1, nr. 6'],
      ['§ 1, nr. 7'],
      ['§ 1, nr. 10'],
      ['§ 1, nr. 11'],
      ['§ 1, nr. 12'],
      ['§ 1, nr. 14'],
      ['§ 2, nr. 3'],
      ['§ 3'],
    ]);
  });
});

describe("the ministry's acknowledgement", () => {
  it('answers our mail by its Message-ID and names the case', async () => {
    const reply = await simpleParser(
      await sampleMinistryReply({
        to: 'svar@forening.example',
        from: 'hoering@ministerium.example',
        messageId: '<a@b.example>',
        caseNumber: '2026-1234',
      }),
    );
    expect(reply.inReplyTo).toBe('<a@b.example>');
    expect([reply.references].flat()).toEqual(['<a@b.example>']);
    expect(reply.subject).toContain('2026-1234');
    expect(reply.text).toContain('2026-1234');
    expect(reply.messageId).not.toBe('<a@b.example>');
    expect([reply.to].flat()[0]?.text).toBe('svar@forening.example');
  });
});
