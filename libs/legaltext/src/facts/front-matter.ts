import { type BillReading } from '@genmaele/contracts';
import { type Line } from '../line.js';
import { type LexdaniaMeta } from '../source/xml-lines.js';
import { isoDateIn } from './danish-date.js';

type FrontMatter = Pick<BillReading, 'title' | 'subtitle' | 'number' | 'session' | 'ministry' | 'date'>;

/** A title without the mark of its footnote ("…opkrævningsloven1)"). */
function withoutMarks(line: Line): string {
  return line.noteMarks.reduce((text, mark) => (text.endsWith(mark) ? text.slice(0, -mark.length).trimEnd() : text), line.text);
}

const textsOf = (lines: readonly Line[], ...roles: Line['role'][]): string[] =>
  lines.filter((line) => roles.includes(line.role)).map(withoutMarks);

/** The ministry is taken where the bill names itself: above its signature, or in the standing heading "X-ministeriets overvejelser". */
function ministryIn(lines: readonly Line[]): string | undefined {
  const signed = textsOf(lines, 'signature').map(
    (text) => /^(\p{Lu}[\p{L}, -]{0,100}ministeriet[\p{L}, -]{0,100}?), den \d/u.exec(text)?.[1],
  );
  const standing = textsOf(lines, 'remark-heading').map((text) => /(\p{Lu}[\p{L}, -]{0,100}ministeriet)s overvejelser/u.exec(text)?.[1]);
  return [...signed, ...standing].find((name) => name !== undefined);
}

/** "2021/1 LSF 89 B", Retsinformation's short name of a bill (year and place of the session, kind, number). */
const shortName = /\b((?:19|20)\d\d)\/([12]) LS[FV] (\d+)(?: ([A-Z]))?\b/;
const numbered = /(?:\bLovforslag nr\.\s*)?\bL\s?(\d+(?:\s?[A-D])?)\b/;
const yearOfSession = /\b((?:19|20)\d\d)\s?[-–]\s?(\d\d)\b(?:\s?\(?,?\s?(2\. samling))?/;

function sessionOf(year: string, place: string): string {
  const name = `${year}-${String((Number(year) + 1) % 100).padStart(2, '0')}`;
  return place === '1' ? name : `${name} (${place}. samling)`;
}

/**
 * "L 89" and "2021-22" where the head of the page gives them: as Folketinget writes them ("Lovforslag nr. L 89 Folketinget 2021-22"), or as
 * Retsinformation does ("2021/1 LSF 89"). Many pages of Retsinformation give neither.
 */
function numberAndSession(heads: readonly string[]): Pick<FrontMatter, 'number' | 'session'> {
  const head = heads.join(' ');
  const [, year, place, digits, letter] = shortName.exec(head) ?? [];
  if (year && place && digits) return { number: `L ${digits}${letter ? ` ${letter}` : ''}`, session: sessionOf(year, place) };
  const number = numbered.exec(head)?.[1];
  const session = yearOfSession.exec(head);
  return {
    ...(number ? { number: `L ${number}` } : {}),
    ...(session ? { session: `${session[1]}-${session[2]}${session[3] ? ` (${session[3]})` : ''}` } : {}),
  };
}

/** What stands above the title: where a page names itself. */
function linesAboveTitle(lines: readonly Line[]): Line[] {
  const title = lines.findIndex(({ role }) => role === 'title' || role === 'centred-section' || role === 'section');
  return lines.slice(0, title < 0 ? 0 : title).filter(({ role, text }) => ['other', 'text', 'heading'].includes(role) && text.length < 120);
}

function given<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}

/** What a bill says of itself: title, subtitle in parentheses, number, session, ministry, date. Nothing is guessed. */
export function frontMatterOf(lines: readonly Line[], meta: LexdaniaMeta): FrontMatter {
  const heads = textsOf(lines, 'document-head');
  const dates = [...heads, ...textsOf(lines, 'signature')].map(isoDateIn);
  const metaDate = meta.get('DiesSigni');
  return {
    title: textsOf(lines, 'title')[0] ?? meta.get('DocumentTitle') ?? '',
    ...given('subtitle', textsOf(lines, 'subtitle')[0]),
    ...numberAndSession([...heads, ...linesAboveTitle(lines).map(({ text }) => text)]),
    ...given('number', meta.get('Number')),
    ...given('ministry', meta.get('Ministry') ?? ministryIn(lines)),
    ...given('date', metaDate && /^\d{4}-\d{2}-\d{2}$/.test(metaDate) ? metaDate : dates.find((date) => date !== undefined)),
  };
}
