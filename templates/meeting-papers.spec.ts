import { letterDocument, standardSender } from '@genmaele/contracts';
import { dagsorden } from './dagsorden.js';
import { referat } from './referat.js';

const meeting = {
  sender: standardSender,
  createdAt: '2026-12-01T09:00:00.000Z',
  sourceSha256: 'b'.repeat(64),
  body: 'Socialudvalget',
  date: '2026-12-03',
  startTime: '09:30',
  place: null,
  onlineUrl: 'https://moede.example/1',
  members: [{ name: 'Anne', function: 'chair' as const, municipality: 'Aarhus' }],
};
const item = {
  number: 1,
  title: 'Lov om social service',
  open: false,
  caseNumber: 'S-2026-0001',
  versionSha256: 'a'.repeat(64),
  recommendation: 'At udvalget godkender.',
  late: true,
  lateReason: 'Fristen er i morgen',
  attachments: [{ fileName: 'notat.pdf' }],
};
const decision = {
  outcome: 'approved-with-changes' as const,
  changes: 'Blødere.',
  points: [{ pointId: '2', outcome: 'rejected' as const }],
  participants: [{ name: 'Anne' }],
  quorate: false,
  dissents: [{ name: 'Bo', text: 'Jeg er imod.' }],
  corrects: 'd',
  reason: 'Skrivefejl',
};
const said = (value: unknown) => JSON.stringify(value);

describe('an agenda', () => {
  it('says when and where, marks closed and late items, and gives recommendation, case and papers', () => {
    const paper = letterDocument.parse(dagsorden({ ...meeting, kind: 'invited', items: [item] }));
    expect(paper.title).toBe('Dagsorden for møde i Socialudvalget 3. december 2026');
    expect(paper.letterhead.fields).toEqual([
      ['Møde', '03-12-2026'],
      ['Kl.', '09.30'],
      ['Online', 'Link i Genmæle'],
      ['Dok. ID', 'b'.repeat(12)],
    ]);
    for (const words of [
      '1. Lov om social service (lukket punkt, sent punkt)',
      'S-2026-0001',
      'At udvalget godkender.',
      'notat.pdf',
      'Aarhus',
      'formand',
    ])
      expect(said(paper.blocks)).toContain(words);
  });

  it('as held says that it is', () => {
    expect(dagsorden({ ...meeting, kind: 'held', items: [item] }).subject).toBe('Dagsorden som holdt');
    expect(() => dagsorden({ ...meeting, kind: 'held', items: [] })).toThrow();
  });
});

describe('minutes', () => {
  it('say who came, who took no part and why, each decision with its points, corrections and dissents', () => {
    const absences = [{ name: 'Carl', kind: 'ineligible' as const, reason: null }];
    const items = [{ ...item, absences, decisions: [decision] }];
    const paper = letterDocument.parse(referat({ ...meeting, number: 2, present: ['Anne', 'Bo'], away: ['Dorte'], items }));
    expect(paper.title).toMatch(/\(rettet, 2\. udgave\)$/);
    for (const words of [
      'Til stede: Anne, Bo.',
      'Fraværende: Dorte.',
      'Carl var inhabil og deltog ikke.',
      'Rettet beslutning',
      'Godkendt med ændringer. Forsamlingen var ikke beslutningsdygtig.',
      'Rettelsens grund: Skrivefejl',
      'afvist',
      'Mindretalsudtalelse fra Bo',
    ])
      expect(said(paper.blocks)).toContain(words);
  });
});
