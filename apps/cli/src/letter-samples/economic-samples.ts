import { type EconomicResponseInput } from '@genmaele/templates';
import { identity, sampleHearing, type SampleOf } from './sample-identity.js';
import { sampleParagraph } from './sample-prose.js';

const base = { ...identity, ...sampleHearing, priceLevel: '2027-pl', years: [2027, 2028, 2029, 2030] };

const rejected: EconomicResponseInput = {
  ...base,
  position: 'not-accepted',
  effects: [
    { party: 'state', kind: 'construction', ministry: [2, 0, 0, 0] },
    { party: 'state', kind: 'operation', ministry: [1.4, 1.4, 1.4, 1.4] },
    { party: 'municipalities', kind: 'construction', item: 'it-løsninger', ministry: [4.8, 0, 0, 0], ours: [12.8, 0, 0, 0] },
    { party: 'municipalities', kind: 'operation', item: 'udpegning og tilsyn', ministry: [3.1, 2.7, 2.7, 2.7], ours: [5.1, 3.7, 3.7, 3.7] },
    { party: 'municipalities', kind: 'operation', item: 'genhusning', ministry: [6.5, 8.2, 8.2, 7.7], ours: [6.5, 9.4, 9.4, 9.4] },
    { party: 'municipalities', kind: 'transfers', item: 'boligstøtte', ministry: [-1.2, -2.4, -2.4, -2.4], ours: [-0.4, -0.8, -0.8, -0.8] },
    { party: 'regions', kind: 'operation', ministry: [0, 0.2, 0.2, 0.2] },
  ],
  lead: [
    'Udgifterne til at tilpasse kommunernes it-løsninger er sat for lavt.',
    'Tidsforbruget ved udpegning og tilsyn bygger på en kommune, der har ét område.',
  ],
  assumptions: [
    'Der udpeges 58 områder det første år og 6 nye om året derefter.',
    'En udpegning tager 74 timer à 486 kr. og et tilsyn 31 timer om året.',
    'Tre leverandører leverer 94 pct. af kommunernes anvisningssystemer.',
  ],
  sections: [
    { heading: 'Bemærkninger til skønnet', paragraphs: [sampleParagraph(4), sampleParagraph(9)] },
    {
      heading: 'Det videre forløb',
      paragraphs: [
        'KL ser frem til en drøftelse af skønnet inden udgangen af september 2026 og lægger vægt på, at sagen afsluttes som led i DUT-forhandlingerne for 2027.',
      ],
    },
  ],
};

const municipalities = ['Aabenraa', 'Aalborg', 'Aarhus', 'Albertslund', 'Allerød', 'Assens', 'Ballerup', 'Billund', 'Bornholm', 'Brøndby', 'Brønderslev', 'Dragør', 'Egedal', 'Esbjerg', 'Fanø', 'Favrskov', 'Faxe', 'Fredensborg', 'Fredericia', 'Frederiksberg', 'Frederikshavn', 'Furesø', 'Gentofte', 'Gladsaxe', 'Glostrup', 'Greve', 'Gribskov', 'Guldborgsund', 'Haderslev', 'Hedensted', 'Helsingør', 'Herlev', 'Herning', 'Hillerød', 'Hjørring', 'Holbæk', 'Holstebro', 'Horsens', 'Hvidovre', 'Ishøj']; // prettier-ignore

/** Amounts for a long table, invented. */
const longTable: EconomicResponseInput['effects'] = municipalities.flatMap((name, i) => [
  {
    party: 'municipalities',
    kind: 'operation',
    item: name,
    ministry: [i * 3, i * 31 - 400, i * 7, 1203.5 + i],
    ours: [i * 4, i * 30, i * 8, 1210 + i],
  } as const,
  { party: 'municipalities', kind: 'construction', item: name, ministry: [i % 5, 0, 0, 0] } as const,
]);

/** Economic responses: not accepted, accepted, waiting for figures, and a table over many pages. */
export const economicSamples: SampleOf<EconomicResponseInput>[] = [
  { name: 'tiltraedes-ikke', data: rejected },
  {
    name: 'tiltraedes',
    data: { ...base, years: [2027, 2028], position: 'accepted', effects: rejected.effects.map(({ party, kind, ministry }) => ({ party, kind, ministry: ministry.slice(0, 2) })), lead: [], sections: [] }, // prettier-ignore
  },
  {
    name: 'afventer',
    data: { ...base, position: 'awaiting', effects: rejected.effects.map(({ party, kind }) => ({ party, kind, ministry: [null, null, null, null] })), lead: [], sections: rejected.sections.slice(1) }, // prettier-ignore
  },
  { name: 'lang-tabel', data: { ...rejected, position: 'partly', effects: longTable } },
];
