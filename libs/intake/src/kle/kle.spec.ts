import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseKle } from './parse-kle.js';
import { proposeKle } from './propose-kle.js';

const emne = (number: string, title: string, more = '') =>
  `<Emne><EmneNr>${number}</EmneNr><EmneTitel>${title}</EmneTitel><EmneAdministrativInfo><OprettetDato>2004-02-01</OprettetDato>${more}</EmneAdministrativInfo>
   <EmneStikord><Orden>1</Orden><Tekst>Lejemål [=Emne]</Tekst></EmneStikord></Emne>`;
const plan = (emner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><KLE-Emneplan><UdgivelsesDato>2026-05-01</UdgivelsesDato><Hovedgruppe><HovedgruppeNr>03</HovedgruppeNr>
   <HovedgruppeTitel>Boliger</HovedgruppeTitel><Gruppe><GruppeNr>03.02</GruppeNr><GruppeTitel>Almene boliger</GruppeTitel>${emner}</Gruppe></Hovedgruppe></KLE-Emneplan>`;

const official = '../shared/data/kle/kle-emneplan_2025-05-01_EXCERPT.xml';
const itWithOfficial = existsSync(official) ? it : it.skip;

describe('the subject plan (KLE)', () => {
  it('gives main groups, groups and subjects, each with title, keywords and dates', () => {
    expect(parseKle(plan(emne('03.02.13', 'Anvisning af boliger')))).toEqual({
      edition: '2026-05-01',
      subjects: [
        { number: '03', title: 'Boliger', keywords: [], createdOn: null, retiredOn: null },
        { number: '03.02', title: 'Almene boliger', keywords: [], createdOn: null, retiredOn: null },
        { number: '03.02.13', title: 'Anvisning af boliger', keywords: ['Lejemål'], createdOn: '2004-02-01', retiredOn: null },
      ],
    });
  });

  it('knows what has gone out of use', () => {
    const gone = '<Historisk><UdgaaetDato>2020-05-01</UdgaaetDato></Historisk>';
    expect(parseKle(plan(emne('03.02.99', 'Gammelt', gone))).subjects.at(-1)?.retiredOn).toBe('2020-05-01');
  });

  it.each([
    ['no XML at all', 'hovedgruppe;nr', "linje 1: XML'en er i stykker."],
    ['XML that ends early', plan(emne('03.02.13', 'Anvisning')).slice(0, -30), "linje 3: XML'en er i stykker."],
    ['another document', '<html><body>KLE</body></html>', 'Udgivelsesdatoen mangler.'],
    ['a number that is none', plan(`\n${emne('3.2.13', 'Anvisning')}`), 'linje 3: »3.2.13« er ikke et KLE-nummer.'],
    ['a subject without a title', plan(`\n\n${emne('03.02.13', ' ')}`), 'linje 4: 03.02.13 har ingen titel.'],
  ])('is refused when it is %s, with the line', (_what, xml, problem) => {
    expect(() => parseKle(xml)).toThrow(expect.objectContaining({ code: 'kle.unreadable', facts: { problem } }));
  });

  itWithOfficial('reads the official excerpt (needs ../shared/data/kle)', () => {
    const { edition, subjects } = parseKle(readFileSync(official, 'utf8'));
    expect(edition).toBe('2025-05-01');
    expect(subjects.find(({ number }) => number === '00.01.00')).toMatchObject({
      title: 'Kommunens styrelse i almindelighed',
      createdOn: '2004-02-01',
    });
  });
});

describe('the proposed classification', () => {
  const subjects = [
    { number: '02.34', title: 'Byggesagsbehandling', keywords: ['Byggelov'] },
    { number: '03.02', title: 'Almene boliger', keywords: ['Boligforening', 'Lejemål'] },
    { number: '17.01', title: 'Folkeskolens virksomhed', keywords: [] },
  ];

  it('is the number whose title and keywords the bill speaks of, with the words that say so', () => {
    const [first, ...others] = proposeKle(['Forslag til lov om ændring af lov om almene boliger'], subjects);
    expect(first).toEqual({ number: '03.02', title: 'Almene boliger', reasons: ['almene', 'boliger'] });
    expect(others).toEqual([]);
    expect(proposeKle(['folkeskoleloven'], subjects).map(({ number }) => number)).toEqual(['17.01']);
  });

  it('is none when no word points anywhere, and none before an edition is taken in', () => {
    expect(proposeKle(['Forslag til lov om fiskeri'], subjects)).toEqual([]);
    expect(proposeKle(['almene boliger'], [])).toEqual([]);
  });

  it('never names more than it is asked for, nor a number that does not exist', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 0, max: 5 }), (texts, most) => {
        const proposals = proposeKle([...texts, 'boliger'], subjects, most);
        expect(proposals.length).toBeLessThanOrEqual(most);
        expect(proposals.every(({ number }) => subjects.some((each) => each.number === number))).toBe(true);
      }),
    );
  });
});
