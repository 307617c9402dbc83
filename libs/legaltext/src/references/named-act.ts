import { type ReferenceAct } from '@genmaele/contracts';
import { readNumberedAct } from './numbered-act.js';
import { matchAt, type Read } from './read-spans.js';

/** Words that are an act by themselves, or end one: "almenboligloven", "databeskyttelsesforordningen". */
const actWord =
  '(?:[\\p{L}\\d][\\p{L}\\d-]*)?(?:loven|bekendtgørelsen|direktivet|forordningen|anordningen|cirkulæret|vejledningen|konventionen|traktaten|regulativet|vedtægten)';
const wordInBase = new RegExp(`(?:denne )?(barnets lov|${actWord})(?!\\p{L})`, 'iyu');
const wordInGenitive = new RegExp(`^(?:denne )?(${actWord}|barnets lov|denne lov)s$`, 'iu');
const billInBase = /(?:dette |det foreliggende )?(?:lovforslaget|forslaget|lovudkastet|udkastet)(?!\p{L})/iuy;
const billInGenitive = /^(?:lovforslaget|forslaget|lovudkastet|udkastet)s$/i;
const thisLawInBase = /(?:denne lov|nærværende lov|loven)(?!\p{L})/iuy;
const thisLawInGenitive = /^(?:denne lov|loven)s$/i;
const unionAct =
  /(?:(?:Rådets|Kommissionens|Europa-Parlamentets og Rådets) )?(?:gennemførelses|delegerede )?(?:direktiv|forordning)(?:et|en)? (?:\([A-ZØ]{2,3}\) )?(?:nr\. ?)?\d+\/\d+(?:\/[A-ZØ]{2,3})?/iuy;
const longName = /(?:lov|bekendtgørelse|lovbekendtgørelse) (?:om|for|vedrørende) /iy;

/** Words that end a name in running text: finite verbs and conjunctions that no title bears. */
const stopWord =
  /^(?:skal|kan|er|var|har|havde|vil|ville|må|måtte|bør|blev|bliver|blive|finder|fandt|gælder|omfatter|fremgår|foreslås|foreslår|indeholder|fastsætter|fastsættes|regulerer|giver|hvor\p{L}*|der|som|at|ikke|samtidig|dog|også|ophæves|affattes|ændres|indsættes|udgår|foretages|således|træder|medfører|betyder|anvendes|fortsat|derfor|herefter|hvis|når|fordi|medmindre|mens|jf|kræver|stiller|sker|skete|henvises|bestemmer|lyder|følger|kommer|får|fik|går|bør|burde|kunne|skulle|findes|anses|opfylder|udgør|hører|bestemt|pålægger|§+)$/iu;
const abbreviation = /^(?:m\.v|mv|m\.m|m\.fl|bl\.a|pr|nr|f\.eks|ca)\.$/i;
const mostNameCharacters = 160;

/** The act's name as other words stand in it: "Almenboligloven" at the head of a sentence is "almenboligloven". */
const lowerFirst = (name: string): string => (/^\p{Lu}\p{Ll}/u.test(name) ? name.slice(0, 1).toLowerCase() + name.slice(1) : name);

/** "møller, tårne og master": after a comma, the rest of a list of single words that ends in "og" and one more. */
const restOfList = /^ (\p{Ll}[\p{L}-]*)(?:, \p{Ll}[\p{L}-]*)* og \p{Ll}/u;

/** How far a name of several words goes in running text: to a stop, a verb or a conjunction; a comma is in the name where it parts a list of single words. */
function nameEnd(text: string, at: number, from: number): number {
  let end = from;
  for (const found of text.slice(from, at + mostNameCharacters).matchAll(/ ?(\S+)/g)) {
    const word = found[1] ?? '';
    const isAbbreviation = abbreviation.test(word.replace(/,$/, ''));
    const bare = isAbbreviation ? word.replace(/,$/, '') : (/^[^,.;:()»«?!]*/.exec(word)?.[0] ?? '');
    if (bare === '' || stopWord.test(bare)) break;
    end = from + found.index + found[0].indexOf(word) + bare.length;
    const rest =
      bare !== word && word === `${bare},` ? restOfList.exec(text.slice(from, at + mostNameCharacters).slice(end + 1 - from)) : null;
    if (bare !== word && !(rest && !stopWord.test(rest[1] ?? ''))) break;
  }
  const trailing = / (?:og|eller|samt|i|af|på|for|til|med)$/.exec(text.slice(from, end));
  return trailing ? end - trailing[0].length : end;
}

/** What a reader may know of the acts around: their names, so that a name in running text ends where it ends. */
export interface ActNames {
  names: readonly string[];
  /** The text is one reference: a name runs to its end. */
  isWhole: boolean;
}

function readName(text: string, at: number, acts: ActNames): Read<ReferenceAct> | undefined {
  const known = acts.names
    .filter((name) => text.startsWith(name, at) && !/^\p{L}/u.test(text.slice(at + name.length)))
    .sort((a, b) => b.length - a.length)[0];
  if (known !== undefined) return { value: { kind: 'named', name: known }, end: at + known.length };
  const union = matchAt(unionAct, text, at);
  if (union) return { value: { kind: 'named', name: union[0] }, end: at + union[0].length };
  const long = matchAt(longName, text, at);
  if (long) {
    const end = acts.isWhole ? text.length : nameEnd(text, at, at + long[0].length);
    return end > at + long[0].length ? { value: { kind: 'named', name: lowerFirst(text.slice(at, end)) }, end } : undefined;
  }
  const word = matchAt(wordInBase, text, at);
  return word && { value: { kind: 'named', name: lowerFirst(word[1] ?? '') }, end: at + word[0].length };
}

/** An act at this place in the text, in its base form, as after "§ 5 i". */
export function readAct(text: string, at: number, acts: ActNames): Read<ReferenceAct> | undefined {
  const bill = matchAt(billInBase, text, at);
  if (bill) return { value: { kind: 'bill' }, end: at + bill[0].length };
  const numbered = readNumberedAct(text, at);
  if (numbered) return numbered;
  const own = matchAt(thisLawInBase, text, at);
  if (own) return { value: { kind: 'this-law' }, end: at + own[0].length };
  return readName(text, at, acts);
}

/** The act that a word in the genitive names: "almenboliglovens", "lovforslagets", "denne lovs". */
export function actInGenitive(words: string): ReferenceAct | undefined {
  if (billInGenitive.test(words)) return { kind: 'bill' };
  if (thisLawInGenitive.test(words)) return { kind: 'this-law' };
  return wordInGenitive.test(words) ? { kind: 'named', name: lowerFirst(words.replace(/^denne /i, '').slice(0, -1)) } : undefined;
}
