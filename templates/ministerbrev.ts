import { type LetterDocument, ministerialLetterData } from '@genmaele/contracts';
import { type z } from 'zod';
import { closingBlocks, enclosureBlocks, letterheadOf, type Mark, paragraph, pointBlocks, sectionBlocks, textBlocks } from './parts.js';

/** What the template is given, defaults left out where one likes. */
export type MinisterialLetterInput = z.input<typeof ministerialLetterData>;

/** A letter to a minister, in the name of a chair: salutation, matter, greeting, signature. Throws a `ZodError` for data out of shape. */
export function ministerbrev(input: MinisterialLetterInput, mark: Mark): LetterDocument {
  const data = ministerialLetterData.parse(input);
  const { sender, recipient, subject, createdAt, lead, sections, points, signatories, enclosures } = data;
  return {
    template: 'ministerbrev',
    language: 'da-DK',
    title: subject,
    subject: `Brev til ${recipient.title} ${recipient.name}`,
    author: sender.fullName,
    createdAt,
    letterhead: letterheadOf(data),
    recipient: [`${capital(recipient.title)} ${recipient.name}`, recipient.ministry, ...recipient.address],
    blocks: [
      paragraph(`Kære ${recipient.salutation}`),
      ...lead.flatMap(textBlocks),
      ...sectionBlocks(sections),
      ...pointBlocks(points, 'De enkelte punkter', sender.name),
      ...closingBlocks(signatories, mark),
      ...enclosureBlocks(enclosures),
    ],
    attachments: [],
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
