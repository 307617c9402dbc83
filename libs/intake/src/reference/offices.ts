/**
 * Source kind: invented for the sample, apart from »Center for Klima og Erhverv« and »Teknik og Miljø« and the names of the subject areas,
 * which the association uses in public addresses. The stems are this project's proposal of what belongs where.
 */
import type { SubjectField } from '../subject-match.js';

/** An office that can answer a hearing: its id, its own name and the centre it belongs to. */
export interface Office extends SubjectField {
  name: string;
  centre: string;
}

/** Every office of the sample. The first of two that fit equally well is proposed. */
export const offices: readonly Office[] = [
  {
    id: 'teknik-og-miljoe',
    name: 'Teknik og Miljø',
    centre: 'Center for Klima og Erhverv',
    stems: [
      'almen',
      'bolig',
      '^leje',
      'lejemål',
      '^bygge',
      'bygning',
      'lokalplan',
      'kommuneplan',
      '^planlov',
      'planlægning',
      'miljø',
      'natur',
      'klima',
      'affald',
      'spildevand',
      'vandløb',
      'forsyning',
      'varme',
      '^vej',
      'trafik',
    ],
  },
  {
    id: 'erhverv-og-vaekst',
    name: 'Erhverv og Vækst',
    centre: 'Center for Klima og Erhverv',
    stems: ['erhverv', 'virksomhed', 'turism', 'detailhandel', 'næring', 'afgift', '^moms', 'udbud', 'landdistrikt'],
  },
  {
    id: 'kultur-og-fritid',
    name: 'Kultur og Fritid',
    centre: 'Center for Børn, Kultur og Fritid',
    stems: ['kultur', 'folkeoplysning', 'bibliotek', 'museum', 'museer', 'teater', 'teatre', 'musik', 'idræt', 'fritid'],
  },
  {
    id: 'boern-og-unge',
    name: 'Børn og Unge',
    centre: 'Center for Børn, Kultur og Fritid',
    stems: ['^børn', '^barn', 'dagtilbud', 'folkeskole', 'skole', 'undervisning', 'ungdom', '^unge', 'specialpædagogisk'],
  },
  {
    id: 'sundhed-og-aeldre',
    name: 'Sundhed og Ældre',
    centre: 'Center for Social og Sundhed',
    stems: [
      'sundhed',
      '^ældre',
      'hjemmepleje',
      'plejehjem',
      'sygehus',
      'sygepleje',
      'genoptræning',
      'tobak',
      'nikotin',
      'alkohol',
      'demens',
    ],
  },
  {
    id: 'social-indsats',
    name: 'Social Indsats',
    centre: 'Center for Social og Sundhed',
    stems: ['^social', 'handicap', 'udsatte', 'hjemløs', 'herberg', 'misbrug', 'anbring', 'førtidspension'],
  },
  {
    id: 'beskaeftigelse-og-integration',
    name: 'Beskæftigelse og Integration',
    centre: 'Center for Arbejdsmarked og Borgerservice',
    stems: [
      'beskæftigelse',
      'arbejdsmarked',
      'dagpenge',
      'kontanthjælp',
      'sygedagpenge',
      'jobcent',
      'integration',
      'udlænding',
      'flygtning',
    ],
  },
  {
    id: 'borgerservice-og-digitalisering',
    name: 'Borgerservice og Digitalisering',
    centre: 'Center for Arbejdsmarked og Borgerservice',
    stems: ['borgerservice', 'digital', 'folkeregist', 'databeskyttelse', 'persondata', 'cpr', 'valglov', 'identifikation'],
  },
  {
    id: 'loen-og-personale',
    name: 'Løn og Personale',
    centre: 'Center for Løn og Personale',
    stems: ['overenskomst', 'tjenestemand', 'tjenestemænd', 'ansættelse', 'arbejdsmiljø', 'arbejdstid', '^ferie', 'barsel', 'lønmodtager'],
  },
];
