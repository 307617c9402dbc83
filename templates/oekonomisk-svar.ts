import {
  type EconomicResponseData,
  economicResponseData,
  type LetterBlock,
  type LetterDocument,
  type LetterWording,
} from '@genmaele/contracts';
import { type z } from 'zod';
import { comparisonTable, effectsTable } from './economic-tables.js';
import { draftsAnswered, hearingFacts, responseSubject } from './hearing-facts.js';
import {
  closingBlocks,
  enclosureBlocks,
  leadBlocks,
  type Mark,
  paragraph,
  pointBlocks,
  reservationBlocks,
  responseFrame,
  sectionBlocks,
} from './parts.js';
import { reservationTexts } from './hoeringssvar.js';
import { responseTwin } from './response-twin.js';
import { type LetterHouse, said, standardHouse } from './wording.js';

/** What the template is given, defaults left out where one likes. */
export type EconomicResponseInput = z.input<typeof economicResponseData>;

/**
 * The economic response (DUT): whether the ministry's estimate can be accepted, the estimate for state, municipalities and regions by year,
 * and the association's own beside it. Throws a `ZodError` for data out of shape.
 */
export function oekonomiskSvar(input: EconomicResponseInput, mark: Mark, house: LetterHouse = standardHouse): LetterDocument {
  const data = economicResponseData.parse(input);
  const { wording } = house;
  const { priceLevel, position, years, effects } = data;
  return {
    ...responseFrame(data, house),
    template: 'oekonomisk-svar',
    title: `Økonomisk høringssvar: ${draftsAnswered(data)}`,
    subject: responseSubject('Økonomisk høringssvar', data),
    blocks: [
      paragraph(said(wording.economicOpening, hearingFacts(data))),
      {
        kind: 'reservation',
        title: positionTitles[position],
        paragraphs: [[{ text: said(positionWords(wording)[position], { afsender: data.sender.name }) }]],
      },
      ...reservationBlocks(wording, reservationTexts(data, wording)),
      ...leadBlocks(data.lead, said(wording.leadOpening, { afsender: data.sender.name })),
      ...tableBlocks(data),
      ...assumptionBlocks(data),
      ...sectionBlocks(data.sections),
      ...pointBlocks(data.points, wording.pointsHeading, data.sender.name),
      ...closingBlocks(data.signatories, mark, wording),
      ...enclosureBlocks(data.enclosures, wording),
    ],
    attachments: [responseTwin('oekonomisk-svar', data, { economic: { priceLevel, unit: 'mio. kr.', position, years, effects } })],
  };
}

const positionTitles: Record<EconomicResponseData['position'], string> = {
  accepted: 'Skønnet kan tiltrædes',
  'not-accepted': 'Skønnet kan ikke tiltrædes',
  partly: 'Skønnet kan tiltrædes delvist',
  awaiting: 'Skønnet kan ikke vurderes endnu',
};

function positionWords(wording: LetterWording): Record<EconomicResponseData['position'], string> {
  return {
    accepted: wording.economicAccepted,
    'not-accepted': wording.economicNotAccepted,
    partly: wording.economicPartly,
    awaiting: wording.economicAwaiting,
  };
}

function tableBlocks(data: EconomicResponseData): LetterBlock[] {
  const comparison = comparisonTable(data);
  return [
    { kind: 'heading', level: 2, text: 'Ministeriets skøn' },
    effectsTable(data),
    ...(comparison ? [{ kind: 'heading', level: 2, text: `${data.sender.name}’s vurdering` } as const, comparison] : []),
  ];
}

function assumptionBlocks({ assumptions }: EconomicResponseData): LetterBlock[] {
  if (assumptions.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Forudsætninger' },
    { kind: 'list', ordered: true, items: assumptions.map((text) => [{ text }]) },
  ];
}
