import { type LetterDocument, type LetterWording, type ReservedResponseData, reservedResponseData } from '@genmaele/contracts';
import { type z } from 'zod';
import { draftsAnswered, hearingFacts, responseSubject, treatmentFacts } from './hearing-facts.js';
import { closingBlocks, enclosureBlocks, type Mark, paragraph, reservationBlocks, responseBody, responseFrame } from './parts.js';
import { responseTwin } from './response-twin.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type ReservedResponseInput = z.input<typeof reservedResponseData>;

/**
 * A response given at administrative level before its political treatment: it says why, who treats it and when, and comes back to the
 * reservation at its end. Throws a `ZodError` for data out of shape, and when no reservation is taken.
 */
export function hoeringssvarMedForbehold(input: ReservedResponseInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = reservedResponseData.parse(input);
  const { wording } = house;
  return {
    ...responseFrame(data, house),
    template: 'hoeringssvar-med-forbehold',
    title: `Høringssvar med forbehold: ${draftsAnswered(data)}`,
    subject: responseSubject('Høringssvar med forbehold', data),
    blocks: [
      paragraph(said(wording.thanks, hearingFacts(data))),
      ...reservationBlocks(wording, reservationTexts(data, wording)),
      ...responseBody(data, wording),
      paragraph(wording.reservationClosing),
      ...closingBlocks(data.signatories, mark, wording),
      ...enclosureBlocks(data.enclosures, wording),
    ],
    attachments: [responseTwin('hoeringssvar-med-forbehold', data, { treatment: data.treatment })],
  };
}

function reservationTexts({ reservations, sender, treatment }: ReservedResponseData, wording: LetterWording): string[] {
  const facts = { afsender: sender.name, ...treatmentFacts(treatment) };
  const { political, economic, wording: own } = reservations;
  return [
    ...(political ? [own?.political ?? said(wording.politicalReservationFull, facts)] : []),
    ...(economic ? [own?.economic ?? said(wording.economicReservation, facts)] : []),
  ];
}
