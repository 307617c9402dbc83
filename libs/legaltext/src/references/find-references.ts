import { type LegalReference, type ReferenceAct } from '@genmaele/contracts';
import { foldReferenceText } from './fold-reference-text.js';
import { actInGenitive, type ActNames, readAct } from './named-act.js';
import { readNumberedAct } from './numbered-act.js';
import { readPlaces } from './read-places.js';
import { matchAt, type Read } from './read-spans.js';

/** A reference in a text: `start` and `end` are places in the text as it was given, in UTF-16 units; `end` is exclusive. */
export interface FoundReference {
  start: number;
  end: number;
  reference: LegalReference;
}

/** Where a reference may begin; every one is tried once. */
const openings =
  /§|(?<![\p{L}\d])(?:stk|stykke|nr|nummer|litra|lit\.|kap|afsnit|art|bilag|paragraf|lov|lbk|bek|bkg|lbkg|ano|cir|vej|anordning|\d{1,2}\.|(?:første|andet|tredje|sidste) (?:pkt|punktum|led))/giu;

const genitiveBefore = /(?:^|[^\p{L}\d-])((?:denne |barnets )?\p{L}[\p{L}\d-]{2,79}s) $/iu;
const nameBefore = /(?:^|[^\p{L}\d-])(lov om [^§,.;:()»«]{3,100}|[\p{L}-]{2,60}loven) $/iu;
const actAfter = /,? i (?=\p{L})/uy;

/** The act named right before a place: in the genitive, or as "lov om social service § 85". */
function actBefore(text: string, at: number): { act: ReferenceAct; start: number } | undefined {
  const words = text.slice(Math.max(0, at - 120), at);
  const genitive = genitiveBefore.exec(words)?.[1];
  const act = genitive === undefined ? undefined : actInGenitive(genitive);
  if (act && genitive !== undefined) return { act, start: at - 1 - genitive.length };
  const name = nameBefore.exec(words)?.[1];
  const read = name === undefined || !text.startsWith('§', at) ? undefined : readAct(`${name}`, 0, { names: [], isWhole: false });
  return read && name !== undefined && read.end === name.length ? { act: read.value, start: at - 1 - name.length } : undefined;
}

/** Words after which "nr. 5" is a provision and not the number of anything else. */
const mayPrecedeNumber =
  /(?:^|[,;:()»«-] ?|(?:^| )(?:jf\.|jfr\.|dog|i|og|eller|samt|efter|til|under|ad|for|af|som|ved|med|se|er|nye?|nyt|at|om|fra|både|hverken|foreslåede|af|mod|bortset fra) )$/i;
const onAgenda = /\d{1,2}\. ?(?:pkt|punktum)\.? på (?:dagsorden|program|liste)/iy;
const notAProvision = /nr\.? ?(?:\d+ ?(?:af \d|\/)|\d{4})/iy;

/** A number, stk. or pkt. on its own is a reference only where it can be nothing else. */
function isCounted(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const opensSentence = /^N/.test(text.slice(at, at + 1)) && /[.!?] $/.test(before);
  if (matchAt(/nr|nummer/iy, text, at))
    return !(opensSentence || mayPrecedeNumber.test(before)) || matchAt(notAProvision, text, at) !== undefined;
  if (matchAt(onAgenda, text, at)) return true;
  return matchAt(/stk|stykke/iy, text, at) !== undefined && /(?:\d|pr\.|à) ?$/.test(before);
}

function readFrom(text: string, at: number, acts: ActNames): (Read<LegalReference> & { start: number }) | undefined {
  const numbered = readNumberedAct(text, at);
  if (numbered) return { value: { act: numbered.value, places: [] }, start: at, end: numbered.end };
  const places = readPlaces(text, at);
  if (!places) return undefined;
  const before = actBefore(text, at);
  const link = matchAt(actAfter, text, places.end);
  const after = link && readAct(text, places.end + link[0].length, acts);
  if (before) {
    // "vejlovens § 17 og § 1 i stiloven": the last place belongs to the act named after it.
    const own = after && places.value.length > 1 ? (readPlaces(text, at, places.value.length - 1) ?? places) : places;
    return { value: { act: before.act, places: own.value }, start: before.start, end: own.end };
  }
  if (after) return { value: { act: after.value, places: places.value }, start: at, end: after.end };
  return isCounted(text, at) ? undefined : { value: { places: places.value }, start: at, end: places.end };
}

/**
 * Every reference in a text, in order, none overlapping another, none within a word. Lenient: blanks may be missing, doubled or no-break, words
 * parted by soft hyphens or at a line's end. `actNames` are names of acts that the text is known to speak of; a name in running text then ends
 * where it ends, and else at the next stop or verb. Takes time linear in the text.
 */
export function findReferences(text: string, actNames: readonly string[] = []): FoundReference[] {
  const folded = foldReferenceText(text);
  const acts: ActNames = { names: actNames, isWhole: false };
  const found: FoundReference[] = [];
  let last = 0;
  for (const opening of folded.text.matchAll(openings)) {
    if (opening.index < last) continue;
    const read = readFrom(folded.text, opening.index, acts);
    if (!read) continue;
    last = read.end;
    found.push({ start: folded.rawAt(read.start), end: folded.rawAt(read.end - 1) + 1, reference: read.value });
  }
  return found;
}
