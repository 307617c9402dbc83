import { type LetterBlock, type LetterDocument, type LetterWording, type ResponseData, responseData } from '@genmaele/contracts';
import { type z } from 'zod';
import { draftsAnswered, hearingFacts, responseSubject } from './hearing-facts.js';
import { closingBlocks, enclosureBlocks, type Mark, paragraph, reservationBlocks, responseBody, responseFrame } from './parts.js';
import { responseTwin } from './response-twin.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type ResponseInput = z.input<typeof responseData>;

/**
 * A response to a hearing: reservations first, then the main points, the sections, the numbered points tied to provisions, the signatures;
 * the same as data inside (`response.json`). Throws a `ZodError` for data out of shape.
 */
export function hoeringssvar(input: ResponseInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = responseData.parse(input);
  const { wording } = house;
  return {
    ...responseFrame(data, house),
    template: 'hoeringssvar',
    title: `Høringssvar: ${draftsAnswered(data)}`,
    subject: responseSubject('Høringssvar', data),
    blocks: [
      paragraph(said(wording.thanks, hearingFacts(data))),
      ...reservationBlocks(wording, reservationTexts(data, wording)),
      ...responseBody(data, wording),
      ...closingBlocks(data.signatories, mark, wording),
      ...enclosureBlocks(data.enclosures, wording),
    ] satisfies LetterBlock[],
    attachments: [responseTwin('hoeringssvar', data)],
  };
}

/** The two reservations that responses make, where the ministry sees them first. */
export function reservationTexts(
  { reservations, sender }: Pick<ResponseData, 'reservations' | 'sender'>,
  wording: LetterWording,
): string[] {
  const { political, economic, wording: own } = reservations;
  const facts = { afsender: sender.name };
  return [
    ...(political ? [own?.political ?? said(wording.politicalReservation, facts)] : []),
    ...(economic ? [own?.economic ?? said(wording.economicReservation, facts)] : []),
  ];
}
