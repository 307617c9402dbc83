import { type ReferencePlace } from '@genmaele/contracts';
import { foldReferenceText } from '../references/fold-reference-text.js';
import { formatPlace } from '../references/format-reference.js';
import { readPlace, readPlaces } from '../references/read-places.js';
import { singlePlaces } from '../references/reference-addresses.js';
import { matchAt, type Read } from '../references/read-spans.js';

/** What a change point can touch that has no number of its own. */
export type SpecialKind = 'heading' | 'title' | 'footnote';

/**
 * One meaningful piece of a change point's words. Proposed places stand in a point of an amending act: in `within`, or in the place spoken of
 * before them.
 */
export type Token =
  | { type: 'quote'; text: string }
  | { type: 'places'; places: ReferencePlace[]; isProposed?: boolean; within?: string }
  | { type: 'special'; kind?: SpecialKind; address: string }
  | { type: 'verb'; verb: Verb }
  | { type: 'word'; word: string }
  | { type: 'times'; times: number }
  | { type: 'separator'; hasComma: boolean }
  | { type: 'stop' };

/** What is done. */
export type Verb = 'change' | 'word-anew' | 'insert' | 'delete' | 'repeal' | 'become';

const verbs: Record<string, Verb> = {
  ændres: 'change',
  erstattes: 'change',
  affattes: 'word-anew',
  nyaffattes: 'word-anew',
  indsættes: 'insert',
  tilføjes: 'insert',
  udgår: 'delete',
  slettes: 'delete',
  ophæves: 'repeal',
  bliver: 'become',
};

const times: Record<string, number> = { to: 2, begge: 2, tre: 3, fire: 4, fem: 5, seks: 6, syv: 7, otte: 8, ni: 9, ti: 10 };

/** Words that change nothing in what is said. */
const idle = new Set([
  'herefter',
  'dog',
  'også',
  'ligeledes',
  'tillige',
  'samtidig',
  'ordet',
  'ordene',
  'ordlyden',
  'udtrykket',
  'beløbet',
  'følgende',
]);

/** Stands in the words for each quotation, whose own words must not be read as the point's. */
const quoteMark = '\ue000';

/** Quotations as some houses write them, "…", “…”, „…” and ”…”, in guillemets; where there are guillemets, other marks are part of the law's words. */
const inGuillemets = (text: string): string => (/[»«]/.test(text) ? text : text.replace(/["“”„]([^"“”„]*)["“”]/g, '»$1«'));

/** The words with each outermost »…« as one mark, and the quotations in order. A quotation left open runs to the end. */
function takeQuotes(statement: string): { words: string; quotes: string[] } {
  const text = inGuillemets(statement);
  const quotes: string[] = [];
  let words = '';
  let depth = 0;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/[»«]/g)) {
    if (mark === '»' && depth === 0) {
      words += text.slice(from, index) + quoteMark;
      from = index + 1;
    }
    if (mark === '«' && depth === 1) {
      quotes.push(text.slice(from, index));
      from = index + 1;
    }
    depth = Math.max(0, depth + (mark === '»' ? 1 : -1));
  }
  if (depth > 0) quotes.push(text.slice(from));
  else words += text.slice(from);
  return { words, quotes };
}

const overWhat = /(overskrift(?:en|erne)?) (?:umiddelbart )?(før|over|til|efter|i) /iy;
const introduction = /indledningen (?:til|i) /iy;
const title = /(?:lovens |loven )?titel(?!\p{L})|titlen(?: på loven)?(?!\p{L})/iuy;
const footnote = /(?:fodnote|note)(?:n|rne)?(?: ?(\d+(?:(?:, \d+)* og \d+)?))?(?: til (?:lovens titel|titlen|loven))?(?!\p{L})/iuy;

function readHeading(text: string, at: number): Read<Token[]> | undefined {
  const opening = matchAt(overWhat, text, at);
  if (!opening) return undefined;
  const start = at + opening[0].length;
  const isSeveral = /erne$/i.test(opening[1] ?? '');
  const one = isSeveral ? undefined : readPlace(text, start);
  const read = one ? { value: [one.value], end: one.end } : readPlaces(text, start);
  if (!read) return undefined;
  const side = (opening[2] ?? 'før').toLowerCase().replace('over', 'før');
  const spread = read.value.flatMap(({ steps }) =>
    isSeveral && steps.length === 1
      ? (steps[0]?.spans ?? []).map((span) => [{ level: steps[0]?.level ?? 'section', spans: [span] }])
      : [steps],
  );
  return {
    value: spread.map((steps) => ({ type: 'special', kind: 'heading', address: `overskriften ${side} ${formatPlace(steps)}` })),
    end: read.end,
  };
}

/** "indledningen til § 5, stk. 1": the words before its numbers; changed as text is. */
function readIntroduction(text: string, at: number): Read<Token[]> | undefined {
  const opening = matchAt(introduction, text, at);
  const read = opening && readPlaces(text, at + opening[0].length);
  const places = read?.value.flatMap(singlePlaces) ?? [];
  return read && { value: places.map((steps) => ({ type: 'special', address: `indledningen til ${formatPlace(steps)}` })), end: read.end };
}

function readSpecial(text: string, at: number): Read<Token[]> | undefined {
  const heading = readHeading(text, at) ?? readIntroduction(text, at);
  if (heading) return heading;
  const note = matchAt(footnote, text, at);
  if (note) {
    const numbers = note[1]?.split(/, | og /) ?? [];
    const addresses = numbers.length === 0 ? ['fodnoten'] : numbers.map((number) => `fodnote ${number}`);
    return { value: addresses.map((address) => ({ type: 'special', kind: 'footnote', address })), end: at + note[0].length };
  }
  const name = matchAt(title, text, at);
  return name && { value: [{ type: 'special', kind: 'title', address: 'titlen' }], end: at + name[0].length };
}

const proposedIn = /(?:den|det|de) (?:i|under|ved|af|efter) /iy;
const proposed = /,? (?:foreslåede|affattede|indsatte|vedtagne|nye) (?:ændring(?:er)? af |affattelse af )?/iy;

/** "den under § 1, nr. 3, foreslåede § 7 a" and "den foreslåede § 7 a": a provision that another point proposes. */
function readProposed(text: string, at: number): Read<Token[]> | undefined {
  const article = matchAt(/(?:den|det|de)(?= )/iy, text, at);
  const bare = article && matchAt(proposed, text, at + article[0].length);
  const named = article && bare && readPlaces(text, at + article[0].length + bare[0].length);
  if (named) return { value: [{ type: 'places', places: named.value, isProposed: true }], end: named.end };
  const opening = matchAt(proposedIn, text, at);
  const outer = opening && readPlaces(text, at + opening[0].length);
  const link = outer && matchAt(proposed, text, outer.end);
  const inner = link && readPlaces(text, outer.end + link[0].length);
  const [place] = outer?.value ?? [];
  return inner && place
    ? { value: [{ type: 'places', places: inner.value, isProposed: true, within: formatPlace(place.steps) }], end: inner.end }
    : undefined;
}

function readWord(text: string, at: number): Read<Token[]> | undefined {
  const found = matchAt(/[\p{L}\d-]+/uy, text, at);
  if (!found) return undefined;
  const word = found[0].toLowerCase();
  const verb = verbs[word];
  const end = at + found[0].length;
  if (verb) return { value: [{ type: 'verb', verb }], end };
  const places = matchAt(/ (?:steder|gange)(?!\p{L})/iuy, text, end);
  const count = times[word] ?? Number(word);
  if (places && count > 0) return { value: [{ type: 'times', times: count }], end: end + places[0].length };
  const instead = word === 'i' ? matchAt(/ (?:stedet|steden)(?: for)?(?!\p{L})/iuy, text, end) : undefined;
  if (idle.has(word)) return { value: [], end };
  return { value: [{ type: 'word', word: instead ? 'i stedet' : word }], end: end + (instead?.[0].length ?? 0) };
}

/** "Stk. 5 bliver stk. 2, og stk. 7 og 8 bliver stk. 3 og 4": of the list between two "bliver", as many as were moved are where they went; the rest move next. */
function partedMoves(tokens: readonly Token[]): Token[] {
  const isMove = (token: Token | undefined): boolean => token?.type === 'verb' && token.verb === 'become';
  const parted: Token[] = [];
  tokens.forEach((token, i) => {
    const moved = parted.at(-2);
    const isBetween = isMove(parted.at(-1)) && isMove(tokens[i + 1]);
    if (token.type !== 'places' || moved?.type !== 'places' || !isBetween) return void parted.push(token);
    const count = moved.places.flatMap(singlePlaces).length;
    const cut = token.places.findIndex((_, at) => token.places.slice(0, at + 1).flatMap(singlePlaces).length >= count) + 1;
    const [into, next] = [token.places.slice(0, cut), token.places.slice(cut)];
    parted.push({ type: 'places', places: into }, { type: 'stop' }, { type: 'places', places: next });
  });
  return parted;
}

/** A change point's words as tokens, in order. */
export function statementTokens(statement: string): Token[] {
  const { words, quotes } = takeQuotes(statement);
  const { text } = foldReferenceText(words);
  const tokens: Token[] = [];
  let nextQuote = 0;
  let at = 0;
  while (at < text.length) {
    const separator = matchAt(/ ?(,)? (?:og|samt|men) (?!\/)| ?,/y, text, at);
    if (separator) {
      tokens.push({ type: 'separator', hasComma: separator[0].includes(',') });
      at += separator[0].length;
      continue;
    }
    const letter = text.charAt(at);
    const places = /[\s:;.()]/.test(letter) ? undefined : (readProposed(text, at) ?? readSpecial(text, at));
    const plain = places ? undefined : readPlaces(text, at);
    const read = places ?? (plain ? { value: [{ type: 'places' as const, places: plain.value }], end: plain.end } : readWord(text, at));
    if (letter === quoteMark) tokens.push({ type: 'quote', text: quotes[nextQuote++] ?? '' });
    else if (letter === '.' && /^\. ?(?:$|\p{Lu})/u.test(text.slice(at, at + 3))) tokens.push({ type: 'stop' });
    if (read && letter !== quoteMark) tokens.push(...read.value);
    at = read && letter !== quoteMark ? read.end : at + 1;
  }
  return partedMoves(tokens);
}
