import { type LetterBlock, type LetterDocument, type MinutesPaperData, minutesPaperData, outcomes } from '@genmaele/contracts';
import { type z } from 'zod';
import { danishDate } from './danish-date.js';
import { itemBlocks, labelled, meetingFrame } from './meeting-parts.js';
import { capital, paragraph } from './parts.js';
import { textBlocks } from './text-blocks.js';
import { type LetterHouse, standardHouse } from './wording.js';

/** What the template is given. */
export type MinutesPaperInput = z.input<typeof minutesPaperData>;

type Item = MinutesPaperData['items'][number];
type Decision = Item['decisions'][number];

/** The minutes: who came, and on each item who took part and what was decided. Throws a `ZodError` for data out of shape. */
export function referat(input: MinutesPaperInput, house: LetterHouse = standardHouse): LetterDocument {
  const data = minutesPaperData.parse(input);
  const again = data.number > 1 ? ` (rettet, ${data.number}. udgave)` : '';
  return {
    ...meetingFrame(data, house),
    template: 'referat',
    title: `Referat af møde i ${data.body} ${danishDate(data.date)}${again}`,
    subject: 'Referat',
    blocks: [
      paragraph(`Til stede: ${data.present.join(', ') || 'ingen'}.`),
      ...(data.away.length > 0 ? [paragraph(`Fraværende: ${data.away.join(', ')}.`)] : []),
      ...data.items.flatMap((item) => [...itemBlocks(item), ...absenceBlocks(item), ...item.decisions.flatMap(decisionBlocks)]),
    ],
  };
}

function absenceBlocks({ absences }: Item): LetterBlock[] {
  return absences.map(({ name, kind, reason }) => {
    const why = reason ? ` (${reason})` : '';
    return paragraph(kind === 'ineligible' ? `${name} var inhabil og deltog ikke${why}.` : `${name} var ikke til stede${why}.`);
  });
}

function decisionBlocks(decision: Decision): LetterBlock[] {
  const { outcome, changes, points, participants, quorate, dissents, corrects, reason } = decision;
  return [
    labelled(corrects ? 'Rettet beslutning' : 'Beslutning'),
    paragraph(`${capital(outcomes[outcome])}.${quorate ? '' : ' Forsamlingen var ikke beslutningsdygtig.'}`),
    ...(corrects && reason ? [paragraph(`Rettelsens grund: ${reason}`)] : []),
    ...(changes ? textBlocks(changes) : []),
    ...(points.length > 0 ? [pointTable(points)] : []),
    ...(participants.length > 0 ? [paragraph(`Deltog: ${participants.map(({ name }) => name).join(', ')}.`)] : []),
    ...dissents.flatMap(({ name, text }) => [labelled(`Mindretalsudtalelse fra ${name}`), ...textBlocks(text)]),
  ];
}

function pointTable(points: Decision['points']): LetterBlock {
  return {
    kind: 'table',
    caption: 'Svarets punkter',
    columns: [
      { header: 'Punkt', align: 'left', share: 1 },
      { header: 'Beslutning', align: 'left', share: 2 },
      { header: 'Ændring', align: 'left', share: 4 },
    ],
    rowHeaders: true,
    rows: points.map(({ pointId, outcome, text }) => [pointId, outcomes[outcome], text ?? '']),
  };
}
