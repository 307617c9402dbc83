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

/** "L 89" and "2021-22" as the head of a page on ft.dk gives them; "LSF" pages of Retsinformation give neither. */
function numberAndSession(heads: readonly string[]): Pick<FrontMatter, 'number' | 'session'> {
  const head = heads.join(' ');
  const number = /\bL\s?(\d+(?:\s?[A-D])?)\b/.exec(head)?.[1];
  const session = /\b(?:Folketinget\s+)?(20\d\d-\d\d)\b/.exec(head)?.[1];
  return { ...(number ? { number: `L ${number}` } : {}), ...(session ? { session } : {}) };
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
    ...numberAndSession(heads),
    ...given('number', meta.get('Number')),
    ...given('ministry', meta.get('Ministry') ?? ministryIn(lines)),
    ...given('date', metaDate && /^\d{4}-\d{2}-\d{2}$/.test(metaDate) ? metaDate : dates.find((date) => date !== undefined)),
  };
}
