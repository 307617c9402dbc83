import { formatWeekday, localOf } from '@genmaele/calendar';

/** What a line to a person is made of; see `Notification`. */
export interface NoticeSentence {
  readonly headline: string;
  readonly why: string;
  readonly due?: Date | null | undefined;
  readonly ifNothing: string;
}

/** A moment as mails write it: `onsdag den 18. august 2021 kl. 12.00`. */
export function momentText(at: Date): string {
  const { date, time } = localOf(at);
  return `${formatWeekday(date)} kl. ${time.replace(':', '.')}`;
}

/** What is so, why the person is told, by when, and what happens if nothing is done: one line of a mail for each. */
export function sentenceOf({ headline, why, due, ifNothing }: NoticeSentence, indent = ''): string {
  const lines = [
    `${headline.charAt(0).toUpperCase()}${headline.slice(1)}.`,
    `${indent}Du får det at vide, fordi ${why}.`,
    ...(due ? [`${indent}Senest ${momentText(due)}.`] : []),
    `${indent}Gør du ikke noget: ${ifNothing}.`,
  ];
  return lines.join('\r\n');
}
