import { type Stance, stanceKeys } from '@genmaele/contracts';
import { type ResponseInput } from '@genmaele/templates';
import { identity, sampleHearing, type SampleOf, sampleProvisions } from './sample-identity.js';
import { sampleParagraph, sampleParagraphs } from './sample-prose.js';

type Point = ResponseInput['points'][number];

const none = { political: false, economic: false };
const base = { ...identity, ...sampleHearing, provisions: sampleProvisions, reservations: none, lead: [], sections: [], points: [] };

const short: ResponseInput = {
  ...base,
  sections: [],
  points: [],
  lead: [
    'Det er positivt, at kommunalbestyrelsen får ansvaret for at udpege fællesskabsområder.',
    'Fristen på 14 dage er for kort, når boligen skal bruges til borgere med særlige behov.',
    'Udgifterne til tilpasning af it-løsninger er ikke med i ministeriets skøn.',
  ],
};

/** The letter that is measured and shown: table, lists, quotation, notes, links, points. */
const ordinary: ResponseInput = {
  ...base,
  reservations: { political: true, economic: true },
  lead: short.lead,
  sections: [
    {
      heading: 'Generelle bemærkninger',
      paragraphs: [
        'KL deler ønsket om at styrke fællesskabet i almene boligområder med stor fraflytning.[^Jf. afsnit 2.1 i udkastets almindelige bemærkninger.] Kommunerne arbejder allerede tæt sammen med boligorganisationerne om udlejning, anvisning og fælles aktiviteter, og erfaringen er, at indsatsen virker bedst, når den **aftales lokalt**.',
        'Det fremgår af udkastet:\n\n> »Stk. 6. Kommunalbestyrelsen kan udpege fællesskabsområder, når mindst 30 pct. af boligerne har stået tomme i mere end tre måneder.«\n> – Lovforslagets § 1, nr. 5\n\nKL bemærker, at opgørelsen ikke kan laves på grundlag af [de offentlige registre](https://www.retsinformation.dk/), som de ser ud i dag. Der er derfor brug for:\n\n- en fælles beregningsmetode, som er beskrevet i bemærkningerne,\n- adgang til boligorganisationernes oplysninger om tomgang, og\n- en overgangsperiode, før den første opgørelse skal foreligge.',
        sampleParagraph(2),
      ],
    },
    {
      heading: 'Økonomi',
      paragraphs: [
        'Ministeriet skønner, at kommunerne får merudgifter på i alt 38,6 mio. kr. i 2027-2030.[^Skønnet er i 2027-priser og omfatter ikke administration.] KL’s foreløbige opgørelse fremgår af tabel 1.\n\nTabel 1. Merudgifter for kommunerne (mio. kr., 2027-pl)\n| Opgave | 2027 | 2028 | 2029 | 2030 |\n|---|--:|--:|--:|--:|\n| Udpegning og opgørelse | 4,1 | 2,3 | 2,3 | 2,3 |\n| It-løsninger til anvisning | 12,8 | 3,9 | 3,9 | 3,9 |\n| Genhusning og rådgivning | 6,5 | 8,2 | 8,2 | 7,7 |\n| Tilsyn med fællesskabsaftaler | 1,0 | 1,4 | 1,4 | 1,4 |',
        sampleParagraph(5),
      ],
    },
  ],
  points: [
    point(1, 'welcomes', ['§ 1, nr. 5'], 'At kommunalbestyrelsen får kompetencen til at udpege fællesskabsområder.'),
    point(2, 'proposes', ['§ 1, nr. 7'], 'At fristen på 14 dage i § 61 b, stk. 2, forlænges til 21 dage for boliger til borgere med særlige behov.[^Kommunerne anviser hvert år ca. 20.000 boliger, heraf en tredjedel til borgere med særlige behov.]'), // prettier-ignore
    point(3, 'notes', ['§ 2, nr. 1'], 'At »beboerhus« ændres til »fælleshus«, uden at det ændrer, hvem der kan bruge huset.'),
  ],
  enclosures: ['Opgørelse af tomme boliger i 12 kommuner', 'Notat om anvisning af boliger til borgere med særlige behov'],
};

function point(number: number, stance: Stance, provisions: string[], text: string): Point {
  return { number, stance, provisions, text };
}

function many(count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const addresses = i % 4 === 3 ? [`§ 1, nr. ${i + 1}`, `§ 2, nr. ${i + 2}, litra b`] : [`§ ${1 + (i % 3)}, nr. ${i + 1}`];
    return point(
      i + 1,
      stanceKeys[i % stanceKeys.length]!,
      addresses,
      [sampleParagraph(i), ...(i % 3 === 1 ? [sampleParagraph(i + 40)] : [])].join('\n\n'),
    );
  });
}

function chapters(count: number, paragraphs: number): ResponseInput['sections'] {
  return Array.from({ length: count }, (_, i) => ({
    heading: `${i + 1}. ${headings[i % headings.length]!}`,
    paragraphs: [...sampleParagraphs(i * paragraphs, paragraphs - 1), noted(i)],
  }));
}

function noted(i: number): string {
  return `${sampleParagraph(i + 90)}[^Jf. bemærkningerne til lovforslagets § ${1 + (i % 4)}, nr. ${i + 1}.]`;
}

const headings = [
  'Generelle bemærkninger',
  'Kommunernes opgaver og ansvar',
  'Forholdet til gældende ret',
  'Tilsyn, kontrol og dokumentation',
  'Digitalisering og databeskyttelse',
  'Overgangsregler og ikrafttræden',
  'Borgernes retssikkerhed',
  'Samarbejdet med andre myndigheder',
];

const names: ResponseInput = {
  ...base,
  hearingTitle: 'udkast til bekendtgørelse om personnavne (ligatur, diakritiske tegn og gamle stavemåder)',
  ministry: 'Ministeriet for Navne & Stednavne',
  ministryAddress: ['Att.: Señora Łucja Wójcik-Ćwikła', 'Œuvre Allé 7', '8000 Aarhus C'],
  signatories: [
    { field: 'Udvalgsformand', name: 'Žaneta Kovačević Şahin-Çelik', function: 'Formand for Børne- og Undervisningsudvalget' },
    { field: 'Formand', name: 'Þórunn Ægisdóttir Nguyễn-Őry', function: 'Næstformand' },
  ],
  sections: [
    {
      heading: 'Navne, som reglerne skal kunne rumme',
      paragraphs: [
        'KL har bedt kommunerne om eksempler. Navnene Łukasz, Šárka, Ćiro, Øjvind, Þór, Gül, Ștefan, Ľubica, Jürgen, François, Ängla og Ýmir findes alle i folkeregistret og skal kunne skrives, uden at et tegn går tabt.',
        '- Dvořák og Dvorak er to navne.\n- Nuñez og Núñez er to navne.\n- Aa og Å sorteres ens: Aabenraa, Ålborg, Aarhus.\n- Pålægschokoladefabrikantforeningsbestyrelsesmedlemmer hedder også noget.',
      ],
    },
  ],
  points: [
    point(
      1,
      'critical',
      ['§ 3, stk. 2, nr. 1, litra å'],
      'Over for at »ß« og »œ« skal omskrives. Personnavne er en del af den enkeltes identitet.',
    ),
  ],
};

/** Responses: one page, the ordinary four, odd names, twenty points, twelve pages and sixty. */
export const responseSamples: SampleOf<ResponseInput>[] = [
  { name: 'kort', data: short },
  { name: 'almindeligt', data: ordinary },
  { name: 'navne', data: names },
  { name: 'tyve-punkter', data: { ...base, reservations: { political: false, economic: true }, points: many(20) } },
  { name: 'tolv-sider', data: { ...ordinary, sections: [...ordinary.sections, ...chapters(7, 6)], points: many(9) } },
  { name: 'tres-sider', data: { ...ordinary, sections: [...ordinary.sections, ...chapters(36, 8)], points: many(40) } },
];
