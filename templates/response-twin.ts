import { canonicalJson, type LetterAttachment, type LetterDocument, type ResponseData, stances } from '@genmaele/contracts';

/** The name by which a program finds the twin in the letter. */
export const twinName = 'response.json';

/**
 * The machine-readable twin of a response: the same points, stances, provisions and reservations as the letter, as canonical JSON (RFC 8785)
 * under the format name `genmaele-response-1`. It names the approved version's hash, so that the signed file itself says what was approved.
 */
export function responseTwin(data: ResponseData): LetterAttachment {
  const {
    hearingTitle,
    bill,
    ministry,
    ministryCaseNumber,
    date,
    caseId,
    documentId,
    sender,
    reservations,
    lead,
    sections,
    points,
    signatories,
    approvedVersion,
  } = data;
  const content = {
    format: 'genmaele-response-1',
    language: 'da-DK' satisfies LetterDocument['language'],
    sender: sender.fullName,
    hearing: { title: hearingTitle, ministry, caseNumber: ministryCaseNumber, bill },
    date,
    caseId,
    documentId,
    approvedVersion,
    reservations,
    lead,
    sections,
    points: points.map((point) => ({ ...point, stanceText: stances[point.stance] })),
    signatories: signatories.map(({ name, function: role }) => ({ name, function: role })),
  };
  return {
    name: twinName,
    mediaType: 'application/json',
    relationship: 'Data',
    description: 'Høringssvaret som data: punkter, holdninger, bestemmelser og forbehold',
    bytes: new TextEncoder().encode(canonicalJson(JSON.parse(JSON.stringify(content)))),
  };
}
