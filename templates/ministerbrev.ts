import { type LetterDocument, ministerialLetterData } from '@genmaele/contracts';
import { type z } from 'zod';
import { capital, closingBlocks, enclosureBlocks, letterFrame, type Mark, paragraph, pointBlocks, sectionBlocks } from './parts.js';
import { textBlocks } from './text-blocks.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type MinisterialLetterInput = z.input<typeof ministerialLetterData>;

/** A letter to a minister, in the name of a chair: salutation, matter, greeting, signature. Throws a `ZodError` for data out of shape. */
export function ministerbrev(input: MinisterialLetterInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = ministerialLetterData.parse(input);
  const { sender, recipient, subject, lead, sections, points, signatories, enclosures } = data;
  const { wording } = house;
  return {
    ...letterFrame(data, house),
    template: 'ministerbrev',
    title: subject,
    subject: `Brev til ${recipient.title} ${recipient.name}`,
    recipient: [`${capital(recipient.title)} ${recipient.name}`, recipient.ministry, ...recipient.address],
    blocks: [
      paragraph(said(wording.salutation, { navn: recipient.salutation })),
      ...lead.flatMap(textBlocks),
      ...sectionBlocks(sections),
      ...pointBlocks(points, wording.ministerialPointsHeading, sender.name),
      ...closingBlocks(signatories, mark, wording),
      ...enclosureBlocks(enclosures, wording),
    ],
    attachments: [],
  };
}
