import {
  canonicalJson,
  type LetterAttachment,
  type NoRemarksData,
  type ResponseData,
  responseTwinShape,
  type ResponseTwin,
  stances,
} from '@genmaele/contracts';

/** The name by which a program finds the twin in the letter. */
export const twinName = 'response.json';

/** What every response knows of itself, and what some do. */
export type TwinSource = Omit<NoRemarksData, 'remarks' | 'enclosures'> &
  Partial<Pick<ResponseData, 'reservations' | 'lead' | 'sections' | 'points'>>;

/**
 * The machine-readable twin of a response: the same points, stances, provisions and reservations as the letter, as canonical JSON (RFC 8785)
 * under the format name `genmaele-response-1`, with the bill's own words at the addresses that the points name. It names the approved
 * version's hash, so that the signed file itself says what was approved.
 */
export function responseTwin(
  template: string,
  data: TwinSource,
  more: Pick<Partial<ResponseTwin>, 'supplements' | 'treatment' | 'economic'> = {},
): LetterAttachment {
  const points = data.points ?? [];
  const named = new Set(points.flatMap((point) => point.provisions.map(plain)));
  const content: ResponseTwin = {
    format: 'genmaele-response-1',
    template,
    language: 'da-DK',
    sender: data.sender.fullName,
    hearing: { title: data.hearingTitle, ministry: data.ministry, caseNumber: data.ministryCaseNumber, bill: data.bill },
    date: data.date,
    caseId: data.caseId,
    documentId: data.documentId,
    approvedVersion: data.approvedVersion,
    settings: data.settings,
    ...more,
    reservations: data.reservations ?? { political: false, economic: false },
    lead: data.lead ?? [],
    sections: data.sections ?? [],
    points: points.map((point) => ({ ...point, stanceText: stances[point.stance] })),
    provisions: data.provisions.filter(({ address }) => named.has(plain(address))),
    signatories: data.signatories.map(({ name, function: role }) => ({ name, function: role })),
  };
  return {
    name: twinName,
    mediaType: 'application/json',
    relationship: 'Data',
    description: 'Høringssvaret som data: punkter, holdninger, bestemmelser og forbehold',
    bytes: new TextEncoder().encode(canonicalJson(JSON.parse(JSON.stringify(responseTwinShape.parse(content))))),
  };
}

/** Addresses are the same whatever kind of space stands in them. */
function plain(address: string): string {
  return address.replaceAll('\u00a0', ' ');
}
