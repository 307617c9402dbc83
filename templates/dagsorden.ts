import { agendaPaperData, type LetterDocument } from '@genmaele/contracts';
import { type z } from 'zod';
import { danishDate } from './danish-date.js';
import { itemBlocks, meetingFrame, memberBlocks } from './meeting-parts.js';
import { paragraph } from './parts.js';
import { type LetterHouse, standardHouse } from './wording.js';

/** What the template is given. */
export type AgendaPaperInput = z.input<typeof agendaPaperData>;

/** An agenda: the items with recommendation and papers, then the members. Throws a `ZodError` for data out of shape. */
export function dagsorden(input: AgendaPaperInput, house: LetterHouse = standardHouse): LetterDocument {
  const data = agendaPaperData.parse(input);
  const title = `Dagsorden for møde i ${data.body} ${danishDate(data.date)}`;
  const opening = data.kind === 'invited' ? 'Medlemmerne indkaldes til møde med denne dagsorden.' : 'Mødet blev holdt med denne dagsorden.';
  return {
    ...meetingFrame(data, house),
    template: 'dagsorden',
    title,
    subject: data.kind === 'invited' ? 'Dagsorden som indkaldt' : 'Dagsorden som holdt',
    blocks: [paragraph(opening), ...data.items.flatMap(itemBlocks), ...memberBlocks(data.members)],
  };
}
