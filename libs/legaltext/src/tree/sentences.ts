const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Abbreviations that always have something after them: their full stop never ends a sentence. */
const neverLast = list(
  'jf. jfr. cf. f.eks. bl.a. ca. dvs. d.v.s. hhv. h.h.v. henh. evt. vedr. mht. m.h.t. pga. p.g.a. ift. iht. i.h.t. if. iflg. inkl. incl. ekskl. excl. ' +
    'gns. lovbkg. cirk. vejl. dr. prof. kgl. skt. hr. fr. fhv. afd. tlf. kl. sml. pr. nuv. tidl. alm. p.t. pt. bl. omkr. resp. cand. stud.',
);

/** Abbreviations that number what follows ("nr. 3", "nr. L 250"): they end a sentence only before a word with a capital ("20 stk. Det"). */
const numbering = list('nr. stk. art. kap. afsn. bek. bkg. lbk. matr.nr. løbenr. j.nr. jnr. sagsnr. side. s. d. f.');

/** Abbreviations that end a sentence where a new one may begin, but never before a number ("500 kr. 20 dage"). */
const maybeLast = list(
  'm.v. mv. m.m. mm. m.fl. mfl. m.a. osv. o.s.v. o.l. ol. o.lign. lign. e.l. el.lign. etc. pkt. pct. kr. mio. mia. mill. p.a. ff. min. max. maks. ' +
    'a.m.b.a. s.m.b.a. f.m.b.a. kg. km. cm. mm. ha. tons. kwh. mwh.',
);

const months = list('januar februar marts april maj juni juli august september oktober november december');

/** "1. pkt.", "2.-4. pkt." and "1., 2. og 4. pkt." may open a sentence anywhere; other numbers only after a plain word. */
const ordinalSentence = /\d+\.(?:(?:\s?[-–]\s?|,\s?|\s(?:og|eller)\s)\d+\.){0,20}\s?pkt\.\s/y;
const capital = /["»“”„([]*(?:\p{Lu}|§)/uy;
const capitalWord = /["»“”„([]*(?:\p{Lu}\p{Ll}|§)/uy;
const number = /["»“”„]*\d+(?![\d.]*\))/y;
const firstWord = /["»“”„([]*(\p{L}+)/uy;

/** After the stop: what closes, then a blank. */
const blankAfter = /[«”“"')\]]*\s+/y;

/** A letter named as such ends a sentence ("litra d.", "§ 7 P.", "gruppe A og B."); any other capital alone is an initial ("J. Hansen"). */
const namedLetter =
  /(?:\d|\b(?:litra|gruppe|kategori|klasse|type|bilag|del|zone|model|liste|tabel|skema|afsnit|punkt|niveau|område|serie))\s(?:[\p{L}\d]{1,2}(?:, | og | eller |-))*$/iu;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The word that a full stop closes, stop included: "bl.a.", "13.", "A." */
function wordBefore(text: string, stop: number): string {
  let from = stop;
  while (from > 0 && !/[\s»«"“”„()[\]]/.test(text[from - 1] ?? '')) from -= 1;
  return text.slice(from, stop + 1);
}

function isNamedLetter(text: string, stop: number): boolean {
  return namedLetter.test(text.slice(Math.max(0, stop - 41), stop - 1));
}

/** Whether a sentence may end in this word, where one may begin at `next`. */
function mayEnd(text: string, stop: number, next: number): boolean {
  const word = wordBefore(text, stop);
  const lower = word.toLowerCase();
  // "KL." is a name, "kl." is not.
  if (/^\p{Lu}{2,}\.$/u.test(word)) return true;
  if (neverLast.has(lower)) return false;
  if (/^\p{L}\.$/u.test(word) && isNamedLetter(text, stop)) return true;
  if (/^(?:\p{Lu}\.)+$/u.test(word)) return false;
  if (numbering.has(lower) || lower.endsWith('-nr.')) return word.length > 2 && matchAt(capitalWord, text, next) !== null;
  return true;
}

/** Whether a sentence may begin at `next`, after this word. */
function mayBegin(text: string, stop: number, next: number): boolean {
  if (matchAt(ordinalSentence, text, next)) return true;
  const word = wordBefore(text, stop).toLowerCase();
  const isNumber = /^\d[\d.,–-]*\.$/.test(word);
  const isAbbreviation = maybeLast.has(word);
  if (!matchAt(capital, text, next)) return !isNumber && !isAbbreviation && word.length > 2 && matchAt(number, text, next) !== null;
  if (isNumber && months.has(matchAt(firstWord, text, next)?.[1]?.toLowerCase() ?? '')) return false;
  return !isAbbreviation || text[next] !== '(' || /[.!?]\)/.test(text.slice(next, next + 400));
}

/** Follows parentheses and quotations: one within a sentence keeps it whole, one that opens the sentence does not. */
class Enclosures {
  private round = 0;
  private quoted = 0;
  private readonly lastRound: number;
  private readonly lastQuoted: number;

  constructor(private readonly text: string) {
    this.lastRound = text.lastIndexOf(')');
    this.lastQuoted = text.lastIndexOf('«');
  }

  get isOpen(): boolean {
    return this.round > 0 || this.quoted > 0;
  }

  see(at: number, opensSentence: boolean): void {
    const mark = this.text[at];
    if (mark === '(' && !opensSentence && at < this.lastRound) this.round += 1;
    else if (mark === ')') this.round = Math.max(0, this.round - 1);
    else if (mark === '»' && !opensSentence && at < this.lastQuoted) this.quoted += 1;
    else if (mark === '«') this.quoted = Math.max(0, this.quoted - 1);
  }
}

/**
 * Where the sentences (punktummer) of a provision begin, 0 first. White space must be folded. A full stop ends a sentence only where a new one can
 * begin: after "jf.", "nr.", a date or an initial it never does, after "pkt.", "m.v." or a number it may. What stands in parentheses or
 * guillemets within a sentence belongs to it. Takes time in proportion to the text.
 */
export function sentenceStarts(text: string): number[] {
  const starts = [0];
  const enclosures = new Enclosures(text);
  for (const { 0: mark, index } of text.matchAll(/[.!?()»«]/g)) {
    if (!/[.!?]/.test(mark)) {
      const start = starts.at(-1) ?? 0;
      enclosures.see(index, index === start || (index === start + 1 && /[»(]/.test(text[start] ?? '')));
      continue;
    }
    const blank = matchAt(blankAfter, text, index + 1);
    const next = blank ? index + 1 + blank[0].length : text.length;
    if (next < text.length && !enclosures.isOpen && mayBegin(text, index, next) && mayEnd(text, index, next)) starts.push(next);
  }
  return starts;
}
