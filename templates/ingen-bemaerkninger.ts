import { type LetterDocument, noRemarksData } from '@genmaele/contracts';
import { type z } from 'zod';
import { draftsAnswered, hearingFacts, responseSubject } from './hearing-facts.js';
import { closingBlocks, enclosureBlocks, type Mark, paragraph, responseFrame } from './parts.js';
import { responseTwin } from './response-twin.js';
import { textBlocks } from './text-blocks.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type NoRemarksInput = z.input<typeof noRemarksData>;

/** A response that has no remarks, and asks to be heard again should the bill change. Throws a `ZodError` for data out of shape. */
export function ingenBemaerkninger(input: NoRemarksInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = noRemarksData.parse(input);
  const { wording } = house;
  const facts = hearingFacts(data);
  return {
    ...responseFrame(data, house),
    template: 'ingen-bemaerkninger',
    title: `Høringssvar uden bemærkninger: ${draftsAnswered(data)}`,
    subject: responseSubject('Høringssvar uden bemærkninger', data),
    blocks: [
      paragraph(said(wording.thanks, facts)),
      paragraph(said(wording.noRemarksRound, facts)),
      ...data.remarks.flatMap(textBlocks),
      paragraph(said(wording.noRemarksLater, facts)),
      ...closingBlocks(data.signatories, mark, wording),
      ...enclosureBlocks(data.enclosures, wording),
    ],
    attachments: [responseTwin('ingen-bemaerkninger', data)],
  };
}
