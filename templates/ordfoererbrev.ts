import { type LetterBlock, type LetterDocument, type SpokespersonLetterData, spokespersonLetterData } from '@genmaele/contracts';
import { type z } from 'zod';
import { capital, closingBlocks, enclosureBlocks, letterFrame, type Mark, paragraph, pointBlocks, sectionBlocks } from './parts.js';
import { textBlocks } from './text-blocks.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type SpokespersonLetterInput = z.input<typeof spokespersonLetterData>;

/** Above this many, the recipients are named after the letter and not above it. */
const mostInAddress = 4;

/**
 * A letter to the parties' spokespersons in a committee of parliament, with its notes enclosed as parts of the same file, each beginning a
 * page. Throws a `ZodError` for data out of shape.
 */
export function ordfoererbrev(input: SpokespersonLetterInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = spokespersonLetterData.parse(input);
  const { sender, subject, salutation, lead, sections, points, notes, signatories } = data;
  const { wording } = house;
  return {
    ...letterFrame(data, house),
    template: 'ordfoererbrev',
    title: subject,
    subject: `Brev til ${salutation} i ${data.committee}`,
    recipient: addressOf(data),
    blocks: [
      paragraph(said(wording.salutation, { navn: salutation })),
      ...lead.flatMap(textBlocks),
      ...sectionBlocks(sections),
      ...pointBlocks(points, wording.ministerialPointsHeading, sender.name),
      ...(notes.length > 0 ? [paragraph(wording.enclosedNote)] : []),
      ...closingBlocks(signatories, mark, wording),
      ...copyBlocks(data),
      ...enclosureBlocks([...notes.map(({ title }) => title), ...data.enclosures], wording),
      ...notes.flatMap(noteBlocks),
    ],
    attachments: [],
  };
}

function names({ recipients }: SpokespersonLetterData): string[] {
  return recipients.map(({ name, party }) => `${name} (${party})`);
}

function addressOf(data: SpokespersonLetterData): string[] {
  const few = data.recipients.length <= mostInAddress;
  return [
    `${capital(data.salutation)} i ${data.committee}`,
    ...(few ? names(data) : []),
    'Folketinget',
    'Christiansborg',
    '1240 København K',
  ];
}

/** Many recipients, each of whom sees who else has the letter. */
function copyBlocks(data: SpokespersonLetterData): LetterBlock[] {
  if (data.recipients.length <= mostInAddress) return [];
  const all = names(data);
  return [paragraph(`Brevet er sendt til ${all.slice(0, -1).join(', ')} og ${all.at(-1)}.`)];
}

function noteBlocks({ title, sections }: SpokespersonLetterData['notes'][number], index: number): LetterBlock[] {
  return [{ kind: 'annex', label: `Bilag ${index + 1}`, title }, ...sectionBlocks(sections)];
}
