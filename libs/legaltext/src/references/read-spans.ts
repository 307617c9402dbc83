import { type ReferenceSpan, type ReferenceStep } from '@genmaele/contracts';
import { type NumberForm } from './level-words.js';

/** What was read, and where it ended. */
export interface Read<T> {
  value: T;
  end: number;
}

type Numbers = Pick<ReferenceStep, 'spans' | 'joint'>;

/** A list of more numbers than this is none: it keeps the reading linear in any text. */
const mostNumbers = 60;

/** Sticky match; a pattern must bear the flag `y`. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const notWithin = '(?![\\p{L}\\d]|\\.\\d|/\\d)';
/** "i" after a number is a letter only where it cannot be the word: before a stop, another "i", a joint or a verb. */
const iAsLetter =
  '(?=$|[,.;:)»«\\-]| (?:i|om|af|ved|til|på|og|eller|samt|som|der|ændres|indsættes|udgår|ophæves|affattes|skal|kan|er|har|vil|bliver|finder|gælder|nævnte|omhandlede)(?!\\p{L}))';
const suffix = `(?: ?(?:([a-hj-zæøåA-HJ-ZÆØÅ])\\1?|[iI]${iAsLetter})(?!\\p{L}|\\d|-\\p{Ll}\\p{L}))?`;

const forms: Record<Exclude<NumberForm, 'ordinal'>, RegExp> = {
  number: new RegExp(`\\d{1,4}${suffix}${notWithin}`, 'yu'),
  letter: /(?:([a-zæøå])\1?|[ivx]{1,5})(?![\p{L}\d])/uy,
  'roman-or-number': new RegExp(`(?:[IVXLC]{1,8}|\\d{1,3})${suffix}${notWithin}`, 'yu'),
  mark: new RegExp(`(?:\\d{1,3}${suffix}|[IVX]{1,6}|[A-ZÆØÅ])${notWithin}`, 'yu'),
};

/** A number that counts something or begins a date or an ordinal is no further number of the list before it. */
const counting =
  /(?:\d+\.? ?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|pct|procent|kr|mio|mia|år|måned|uge|dag|time|minut|gang|m2|km|meter|personer|punkt|steder)|(?:\d+\.(?: ?- ?|, ?| og | eller )){0,20}\d+\.? ?(?:pkt|punktum|led))/iy;

const canonical = (found: string): string =>
  found.replace(/^(\d+|[IVXLC]+) ?([a-zæøåA-ZÆØÅ]{1,2})$/, (whole, number: string, letter: string) =>
    /^\d/.test(number) || letter === letter.toLowerCase() ? `${number} ${letter}` : whole,
  );

/** The second number of a range may be a letter alone ("7 a-c"). */
function readRangeEnd(text: string, at: number, form: RegExp, from: string): Read<string> | undefined {
  const dash = matchAt(/ ?- ?/y, text, at);
  if (!dash) return undefined;
  const start = at + dash[0].length;
  const letter = /^\d+ \p{L}+$/u.test(from) ? matchAt(/[a-zæøåA-ZÆØÅ](?![\p{L}\d])/uy, text, start) : undefined;
  const found = letter ?? matchAt(form, text, start);
  if (!found) return undefined;
  const value = letter ? from.replace(/\p{L}+$/u, letter[0]) : canonical(found[0]);
  return { value, end: start + found[0].length };
}

function readSpan(text: string, at: number, form: RegExp, before?: ReferenceSpan): Read<ReferenceSpan> | undefined {
  const letter = before && /^\d+ \p{L}$/u.test(before.from) ? matchAt(/[a-hj-zæøå](?![\p{L}\d])/uy, text, at) : undefined;
  const found = letter ?? matchAt(form, text, at);
  if (!found) return undefined;
  const from = letter && before ? before.from.replace(/\p{L}$/u, letter[0]) : canonical(found[0]);
  const to = readRangeEnd(text, at + found[0].length, form, from);
  return to ? { value: { from, to: to.value }, end: to.end } : { value: { from }, end: at + found[0].length };
}

/** Numbers after their word: "10, 12 og 14", "1-3, 5, 6 og 8-17". Commas alone make no list: it must end in "og" or "eller". */
export function readNumbers(text: string, at: number, numbers: Exclude<NumberForm, 'ordinal'>): Read<Numbers> | undefined {
  const form = forms[numbers];
  const first = readSpan(text, at, form);
  if (!first) return undefined;
  const spans = [first.value];
  let end = first.end;
  while (spans.length < mostNumbers) {
    const part = matchAt(/ ?, ?| (?:(og|eller) )/y, text, end);
    const start = end + (part?.[0].length ?? 0);
    if (!part || matchAt(counting, text, start)) break;
    const next = readSpan(text, start, form, spans.at(-1));
    if (!next) break;
    spans.push(next.value);
    end = next.end;
    const joint = part[1];
    if (joint === 'og' || joint === 'eller') return { value: { spans, joint }, end };
  }
  return { value: { spans: [first.value] }, end: first.end };
}

const ordinalWords: Record<string, string> = {
  første: '1',
  andet: '2',
  anden: '2',
  tredje: '3',
  fjerde: '4',
  femte: '5',
  sidste: 'sidste',
};
const one = `(?:\\d{1,2}\\.?|${Object.keys(ordinalWords).join('|')})`;
const range = `${one}(?: ?- ?${one})?`;
const ordinals = new RegExp(
  `(${range}(?: ?, ?${range}){0,20}(?: (?:og|eller) ${range})?) ?(pkt\\.?|punktum(?:mer(?:ne)?|met)?|led)(?!\\p{L})`,
  'iyu',
);

function ordinalSpan(words: string): ReferenceSpan {
  const [from = '', to] = words.split('-').map((word) => {
    const bare = word.trim().replace(/\.$/, '').toLowerCase();
    return ordinalWords[bare] ?? bare;
  });
  return to === undefined ? { from } : { from, to };
}

/** Ordinals before their word: "1. pkt.", "1.-3. og 5. pkt.", "sidste led". */
export function readOrdinals(text: string, at: number): Read<ReferenceStep> | undefined {
  const found = matchAt(ordinals, text, at);
  if (!found) return undefined;
  const [whole, list = '', word = ''] = found;
  const joint = / og /.test(list) ? 'og' : / eller /.test(list) ? 'eller' : undefined;
  const parts = list.split(/ ?, ?| og | eller /);
  if (parts.length > 1 && joint === undefined) return undefined;
  const level = word.toLowerCase() === 'led' ? 'led' : 'pkt';
  return { value: { level, spans: parts.map(ordinalSpan), ...(joint ? { joint } : {}) }, end: at + whole.length };
}
