import { type LetterBlock, type LetterDocument, type ResponseData, responseData } from '@genmaele/contracts';
import { type z } from 'zod';
import { danishDate } from './danish-date.js';
import { closingBlocks, enclosureBlocks, leadBlocks, letterheadOf, type Mark, paragraph, pointBlocks, sectionBlocks } from './parts.js';
import { responseTwin } from './response-twin.js';

/** What the template is given, defaults left out where one likes. */
export type ResponseInput = z.input<typeof responseData>;

/**
 * A response to a hearing: reservations first, then the main points, the sections, the numbered points tied to provisions, the signatures;
 * the same as data inside (`response.json`). Throws a `ZodError` for data out of shape.
 */
export function hoeringssvar(input: ResponseInput, mark: Mark): LetterDocument {
  const data = responseData.parse(input);
  const { sender, ministry, ministryAddress, hearingTitle, createdAt, signatories } = data;
  return {
    template: 'hoeringssvar',
    language: 'da-DK',
    title: `Høringssvar: ${hearingTitle}`,
    subject: `Høringssvar til ${ministry}${caseNumber(data)}`,
    author: sender.fullName,
    createdAt,
    letterhead: letterheadOf(data),
    recipient: [ministry, ...ministryAddress],
    blocks: [...openingBlocks(data), ...bodyBlocks(data), ...closingBlocks(signatories, mark), ...enclosureBlocks(data.enclosures)],
    attachments: [responseTwin(data)],
  };
}

function caseNumber({ ministryCaseNumber }: ResponseData): string {
  return ministryCaseNumber === undefined ? '' : ` (sagsnr. ${ministryCaseNumber})`;
}

function openingBlocks(data: ResponseData): LetterBlock[] {
  const { sender, ministry, hearingTitle, received, reservations } = data;
  const when = received === undefined ? '' : ` den ${danishDate(received)}`;
  const thanks = `${sender.name} har${when} modtaget ”${hearingTitle}” i høring fra ${ministry}${caseNumber(data)} og takker for muligheden for at afgive høringssvar.`;
  return [paragraph(thanks), ...reservationBlocks(reservations, sender.name)];
}

/** The two reservations that responses make, where the ministry sees them first. */
function reservationBlocks({ political, economic }: ResponseData['reservations'], sender: string): LetterBlock[] {
  if (!political && !economic) return [];
  const texts = [
    ...(political
      ? [
          `Høringssvaret afgives med forbehold for efterfølgende politisk behandling. ${sender} vender tilbage, hvis behandlingen giver anledning til ændringer eller supplerende bemærkninger.`,
        ]
      : []),
    ...(economic
      ? [`${sender} tager forbehold for de økonomiske konsekvenser for kommunerne, som forhandles særskilt efter DUT-princippet.`]
      : []),
  ];
  return [{ kind: 'reservation', title: 'Forbehold', paragraphs: texts.map((text) => [{ text }]) }];
}

function bodyBlocks(data: ResponseData): LetterBlock[] {
  const { sender, lead, sections, points } = data;
  if (lead.length + sections.length + points.length === 0) return [paragraph(`${sender.name} har ingen bemærkninger til det udsendte.`)];
  return [
    ...leadBlocks(lead, `${sender.name} ønsker særligt at fremhæve følgende:`),
    ...sectionBlocks(sections),
    ...pointBlocks(points, 'Bemærkninger til de enkelte bestemmelser', sender.name),
  ];
}
