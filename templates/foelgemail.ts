import { coverMailData, standardWording, type LetterWording } from '@genmaele/contracts';
import { type z } from 'zod';
import { said } from './wording.js';

/** What the template is given. */
export type CoverMailInput = z.input<typeof coverMailData>;

/** A mail's subject and text; lines end in CRLF, as mail wants them. */
export interface CoverMail {
  subject: string;
  text: string;
}

const longestTitle = 150;

/** The mail that carries a signed letter: case numbers and the bill's title, never a word of the draft. Throws a `ZodError` for data out of shape. */
export function foelgemail(input: CoverMailInput, wording: LetterWording = standardWording): CoverMail {
  const { sender, hearingTitle, ministryCaseNumber, caseId } = coverMailData.parse(input);
  const facts = { afsender: sender, titel: hearingTitle };
  const number = ministryCaseNumber === undefined ? '' : ` – sagsnr. ${ministryCaseNumber}`;
  const lines = [
    wording.mailGreeting,
    '',
    said(wording.mailText, facts),
    '',
    ...(ministryCaseNumber === undefined ? [] : [`Ministeriets sagsnr.: ${ministryCaseNumber}`]),
    `${sender}'s sagsnr.: ${caseId}`,
    '',
    said(wording.mailReceipt, facts),
    '',
    wording.closing,
    sender,
    '',
  ];
  return { subject: `${sender}'s svar${number}: ${shortened(hearingTitle)}`, text: lines.join('\r\n') };
}

function shortened(title: string): string {
  return title.length > longestTitle ? `${title.slice(0, title.lastIndexOf(' ', longestTitle - 3))} …` : title;
}
