import { type NoticeSentence, sentenceOf } from './notice-text.js';

/** What a digest says: what waits for the person, what is soon due on their cases, what is new, and which reservations stand open. */
export interface DigestContent {
  readonly tasks: readonly NoticeSentence[];
  readonly deadlines: readonly NoticeSentence[];
  readonly reservations: readonly NoticeSentence[];
  readonly news: readonly NoticeSentence[];
}

/** A part longer than this is cut; the rest is on the pages. */
const longestPart = 40;

/**
 * How many things a digest says; 0 when there is no reason to send it. Open reservations stand for months: they ride along, and are a reason by
 * themselves on the first day of the person's week alone.
 */
export function linesOf({ tasks, deadlines, reservations, news }: DigestContent, firstOfWeek: boolean): number {
  const reasons = tasks.length + deadlines.length + news.length;
  return reasons > 0 || firstOfWeek ? reasons + reservations.length : 0;
}

/** The digest as a mail, in Danish. The subject counts and names nothing. Pure. */
export function digestMail(content: DigestContent): { subject: string; text: string } {
  const { tasks, deadlines, reservations, news } = content;
  const parts = [
    part('Det venter på dig', tasks),
    part('Frister i den nærmeste tid', deadlines),
    part('Nyt siden sidst', news),
    part('Åbne forbehold', reservations),
  ];
  const text = [...parts.flat(), ending].join('\r\n');
  return { subject: `Genmæle: ${subjectOf(content)}`, text };
}

const ending = 'Du får én samlet mail om dagen. Tidspunkt, dage og hvad du vil vide med det samme, vælger du under Din konto.';

function subjectOf({ tasks, deadlines, news }: DigestContent): string {
  if (tasks.length > 0) return tasks.length === 1 ? '1 ting venter på dig' : `${tasks.length} ting venter på dig`;
  if (deadlines.length > 0) return 'frister i den nærmeste tid';
  return news.length > 0 ? 'nyt i dine sager' : 'åbne forbehold';
}

function part(title: string, sentences: readonly NoticeSentence[]): string[] {
  if (sentences.length === 0) return [];
  const shown = sentences.slice(0, longestPart).map((sentence) => `– ${sentenceOf(sentence, '  ')}`);
  const rest = sentences.length - shown.length;
  return [
    title.toUpperCase(),
    '',
    ...shown.flatMap((each) => [each, '']),
    ...(rest > 0 ? [`… og ${rest} til, som du kan se i Genmæle.`, ''] : []),
  ];
}
