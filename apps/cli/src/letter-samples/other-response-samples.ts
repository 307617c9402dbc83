import { type NoRemarksInput, type ReservedResponseInput, type SupplementaryResponseInput } from '@genmaele/templates';
import { responseSamples } from './response-samples.js';
import { identity, sampleHearing, type SampleOf, sampleProvisions } from './sample-identity.js';
import { sampleParagraph } from './sample-prose.js';

const [, ordinary] = responseSamples;
const committee = 'Kultur-, Erhvervs- og Planudvalget';
const base = { ...identity, ...sampleHearing, provisions: sampleProvisions };
const reserved: ReservedResponseInput = { ...ordinary!.data, treatment: { body: committee, date: '2026-09-10' } };

/** Responses with a political reservation, an economic one, and both. */
export const reservedSamples: SampleOf<ReservedResponseInput>[] = [
  { name: 'begge', data: reserved },
  { name: 'politisk', data: { ...reserved, reservations: { political: true, economic: false }, sections: [], lead: [] } },
  {
    name: 'oekonomisk',
    data: { ...reserved, reservations: { political: false, economic: true }, points: [], treatment: { body: committee } },
  },
];

const supplement: SupplementaryResponseInput = {
  ...base,
  date: '2026-09-14',
  createdAt: '2026-09-14T09:00:00+02:00',
  earlier: { date: '2026-08-18', documentId: 'D-3f9a71c2' },
  treatment: { body: committee, date: '2026-09-10' },
  outcome: 'confirmed',
  lead: [],
  sections: [],
  points: [],
};

/** What became of the reservation: confirmed, supplemented, changed. */
export const supplementarySamples: SampleOf<SupplementaryResponseInput>[] = [
  { name: 'godkendt', data: supplement },
  {
    name: 'suppleret',
    data: {
      ...supplement,
      outcome: 'supplemented',
      sections: [{ heading: 'Supplerende bemærkninger', paragraphs: [sampleParagraph(12), sampleParagraph(21)] }],
    },
  },
  {
    name: 'aendret',
    data: {
      ...supplement,
      outcome: 'changed',
      lead: ['Udvalget finder, at fristen bør være den samme for alle boliger.'],
      points: [
        {
          number: 2,
          stance: 'cannot-support',
          provisions: ['§ 1, nr. 7'],
          text: 'At fristen gøres afhængig af, hvem boligen skal bruges til. Punkt 2 i høringssvaret af 18. august 2026 bortfalder.',
        },
        { number: 4, stance: 'points-out', provisions: ['§ 1, nr. 5', '§ 2, nr. 1'], text: sampleParagraph(33) },
      ],
    },
  },
];

/** No remarks: nothing more, a word more, and to a ministry with a long name. */
export const noRemarksSamples: SampleOf<NoRemarksInput>[] = [
  { name: 'enkelt', data: base },
  {
    name: 'med-bemaerkning',
    data: {
      ...base,
      remarks: [
        'KL gør for god ordens skyld opmærksom på, at § 4, stk. 1, 2. pkt., henviser til en bestemmelse, som blev ophævet den 1. januar 2026.',
      ],
    },
  },
  {
    name: 'bekendtgoerelse',
    data: {
      ...base,
      hearingTitle: 'udkast til bekendtgørelse om kommunernes digitale indberetning af oplysninger om boligsociale helhedsplaner',
      ministry: 'Ministeriet for Byer, Landdistrikter og Kommunal Digitalisering',
      ministryAddress: ['Kontoret for Boligsociale Helhedsplaner og Fællesoffentlig Indberetning', 'Stormgade 2-6', '1470 København K'],
      ministryCaseNumber: '2026-8817',
    },
  },
];
