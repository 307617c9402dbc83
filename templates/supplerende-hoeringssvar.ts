import { type LetterDocument, type LetterWording, type SupplementaryResponseData, supplementaryResponseData } from '@genmaele/contracts';
import { type z } from 'zod';
import { danishDate } from './danish-date.js';
import { draftsAnswered, hearingFacts, responseSubject, treatmentFacts } from './hearing-facts.js';
import { closingBlocks, enclosureBlocks, type Mark, matterBlocks, paragraph, responseFrame } from './parts.js';
import { responseTwin } from './response-twin.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type SupplementaryResponseInput = z.input<typeof supplementaryResponseData>;

/**
 * What follows a response given with reservation: who has treated it, what became of the reservation, and what is now said beyond it.
 * Throws a `ZodError` for data out of shape.
 */
export function supplerendeHoeringssvar(input: SupplementaryResponseInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = supplementaryResponseData.parse(input);
  const { wording } = house;
  const facts = { ...hearingFacts(data), ...treatmentFacts(data.treatment), tidligere: earlier(data) };
  const { earlier: supplements, outcome, treatment } = data;
  return {
    ...responseFrame(data, house),
    template: 'supplerende-hoeringssvar',
    title: `Supplerende høringssvar: ${draftsAnswered(data)}`,
    subject: responseSubject('Supplerende høringssvar', data),
    blocks: [
      paragraph(said(wording.supplementOpening, facts)),
      paragraph(said(outcomeWords(wording)[outcome], facts)),
      ...matterBlocks(data, wording),
      ...closingBlocks(data.signatories, mark, wording),
      ...enclosureBlocks(data.enclosures, wording),
    ],
    attachments: [responseTwin('supplerende-hoeringssvar', data, { treatment, supplements: { ...supplements, outcome } })],
  };
}

function outcomeWords(wording: LetterWording): Record<SupplementaryResponseData['outcome'], string> {
  return {
    confirmed: wording.supplementConfirmed,
    supplemented: wording.supplementSupplemented,
    changed: wording.supplementChanged,
    replaced: wording.supplementReplaced,
    withdrawn: wording.supplementWithdrawn,
  };
}

function earlier({ earlier: { date, documentId } }: SupplementaryResponseData): string {
  return `${danishDate(date)}${documentId === undefined ? '' : ` (dok. ID ${documentId})`}`;
}
