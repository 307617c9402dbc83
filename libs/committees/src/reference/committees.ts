/**
 * Source kind: the association's public announcements of the eight committees of 2018–22 (names as published). The month they were constituted
 * is known, the day is not. The committees of 2022 and later are not known here, so the period is left open until somebody enters them.
 * The stems are this project's proposal of what belongs where; the fields move between committees each period.
 */
import { parseLocalDate, type LocalDate } from '@genmaele/calendar';
import type { SubjectField } from '@genmaele/intake';

/** A political committee in one period: its name, the other ways its name is written, and the days it stands (`validTo` null: still). */
export interface CommitteeReference extends SubjectField {
  name: string;
  aliases: readonly string[];
  validFrom: LocalDate;
  validTo: LocalDate | null;
}

const validFrom = parseLocalDate('2018-03-01');

function committee(id: string, name: string, aliases: readonly string[], stems: readonly string[]): CommitteeReference {
  return { id, name, aliases, stems, validFrom, validTo: null };
}

/** The committees by name. */
export const committeeReferences: readonly CommitteeReference[] = [
  committee(
    'arbejdsmarked-borgerservice',
    'Arbejdsmarkeds- og Borgerserviceudvalget',
    ['Arbejdsmarked og Borgerservice-udvalget', 'Arbejdsmarkeds- og Borgerserviceudvalg'],
    ['arbejdsmarked', 'beskæftigelse', 'dagpenge', 'kontanthjælp', 'jobcent', 'borgerservice', 'integration', 'folkeregist', 'digital'],
  ),
  committee(
    'boerne-undervisning',
    'Børne- og Undervisningsudvalget',
    ['Børne- og Undervisningsudvalg', 'Børn og Undervisning-udvalget'],
    ['^børn', '^barn', 'dagtilbud', 'folkeskole', 'skole', 'undervisning', 'ungdomsuddannelse', 'specialpædagogisk'],
  ),
  committee(
    'internationalt',
    'Internationalt Udvalg',
    ['Det Internationale Udvalg', 'Internationale Udvalg'],
    ['international', 'europa', 'udviklingsbistand', 'nordisk', 'strukturfond'],
  ),
  committee(
    'kultur-erhverv-plan',
    'Kultur-, Erhverv- og Planudvalget',
    [
      'Kultur-, Erhverv- og Planudvalg',
      'Kultur, Erhverv og Plan-udvalget',
      'Kultur, Erhverv og Plan-udvalg',
      'Kultur-, Erhvervs- og Planudvalget',
    ],
    [
      'almen',
      'bolig',
      '^leje',
      'lejemål',
      '^bygge',
      '^planlov',
      'planlægning',
      'lokalplan',
      'kommuneplan',
      'landsplan',
      'kultur',
      'folkeoplysning',
      'bibliotek',
      'museum',
      'museer',
      'idræt',
      'fritid',
      'erhverv',
      'turism',
      'detailhandel',
      'landdistrikt',
    ],
  ),
  committee(
    'loen-personale',
    'Løn- og Personaleudvalget',
    ['Løn- og Personaleudvalg', 'Løn og Personale-udvalget'],
    ['overenskomst', 'tjenestemand', 'tjenestemænd', 'ansættelse', 'arbejdsmiljø', 'arbejdstid', '^ferie', 'barsel', 'lønmodtager'],
  ),
  committee(
    'miljoe-forsyning',
    'Miljø- og Forsyningsudvalget',
    ['Miljø- og Forsyningsudvalg', 'Miljø og Forsyning-udvalget'],
    ['miljø', 'forsyning', 'natur', 'klima', 'affald', 'spildevand', 'vandløb', 'varmeforsyning', 'kystbeskyt', 'jordforurening', 'energi'],
  ),
  committee(
    'social',
    'Socialudvalget',
    ['Socialudvalg', 'Social-udvalget'],
    ['^social', 'handicap', 'udsatte', 'hjemløs', 'herberg', 'misbrug', 'anbring', 'førtidspension'],
  ),
  committee(
    'sundhed-aeldre',
    'Sundheds- og Ældreudvalget',
    ['Sundheds- og Ældreudvalg', 'Sundhed og Ældre-udvalget'],
    ['sundhed', '^ældre', 'hjemmepleje', 'plejehjem', 'sygehus', 'sygepleje', 'genoptræning', 'tobak', 'nikotin', 'alkohol', 'demens'],
  ),
];

/** The committees that stand on a day, in the order of the list. Empty before March 2018. */
export function committeesOn(on: LocalDate): CommitteeReference[] {
  return committeeReferences.filter(({ validFrom: from, validTo: to }) => from <= on && (to === null || on <= to));
}
