/**
 * Source kind: the association's public account of its political organisation (board, chairmanship, five regional councils of mayors). Their
 * members are not known here. The example set is invented, so that the system can be tried with committees that sit now.
 */
import { type BodyFields } from '@genmaele/contracts';

/** The board, to which the committees' chains lead. */
export const boardId = 'bestyrelsen';

const standing = (id: string, kind: BodyFields['kind'], name: string, aliases: string[], field: string): BodyFields => ({
  id,
  kind,
  name,
  aliases,
  field,
  ...(id === boardId ? {} : { superiorId: boardId }),
  validFrom: '2018-03-01',
});

const council = (region: string) =>
  standing(
    `kkr-${region.toLowerCase().replace('æ', 'ae')}`,
    'regional-council',
    `KKR ${region}`,
    [`Kommunekontaktråd ${region}`, `Kommunekontaktrådet ${region}`],
    `Samarbejdet mellem kommunerne i region ${region}`,
  );

/** The bodies beside the committees. The day they were constituted is not known; the one given is that of the committees of 2018–22. */
export const standingBodies: readonly BodyFields[] = [
  standing(boardId, 'board', 'Bestyrelsen', ['KL’s bestyrelse'], 'Principielle og tværgående sager; fastsætter udvalgenes vedtægt'),
  standing('formandskabet', 'chairmanship', 'Formandskabet', ['KL’s formandskab'], 'Sager, der ikke kan vente på bestyrelsen'),
  ...['Nordjylland', 'Midtjylland', 'Syddanmark', 'Sjælland', 'Hovedstaden'].map(council),
];

const example = (id: string, name: string, field: string): BodyFields => ({
  id: `eksempel-${id}`,
  kind: 'committee',
  name: `${name} (eksempel)`,
  aliases: [],
  field,
  superiorId: boardId,
  validFrom: '2026-05-01',
  validTo: '2030-03-31',
});

/** Eight invented committees of the period that runs from 2026. */
export const exampleBodies: readonly BodyFields[] = [
  example('beskaeftigelse', 'Udvalget for beskæftigelse og borgerservice', 'Beskæftigelse, integration, borgerservice og digitalisering'),
  example('boern-unge', 'Udvalget for børn og unge', 'Dagtilbud, folkeskole og ungdomsuddannelse'),
  example('bolig-plan', 'Udvalget for bolig, by og plan', 'Almene boliger, leje, byggeri og planlægning'),
  example('europa', 'Udvalget for Europa', 'EU-ret og internationalt samarbejde'),
  example('klima-miljoe', 'Udvalget for klima og miljø', 'Klima, natur, affald, vand og forsyning'),
  example('kultur-fritid', 'Udvalget for kultur og fritid', 'Kultur, folkeoplysning, idræt og turisme'),
  example('personale', 'Udvalget for løn og personale', 'Overenskomster, ansættelse og arbejdsmiljø'),
  example('social-sundhed', 'Udvalget for social og sundhed', 'Handicap, udsatte, ældre og det nære sundhedsvæsen'),
];
