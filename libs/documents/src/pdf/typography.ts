const nbsp = '\u00a0';

/** Words that lead to a number or letter and may not be parted from it by a line's end. */
const leaders = '§§?|[Ss]tk\\.|[Nn]r\\.|litra|[Kk]apitel|[Bb]ilag|[Ss]ide|kl\\.|[Tt]abel|[Ff]odnote';
const months = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december';

/**
 * A space that is bound, and a sign without which a text has none. Nearly all texts lack nearly all signs, and to look for those, without
 * Unicode and without looking back, is many times quicker.
 */
const bindings: { sign: RegExp; space: RegExp }[] = [
  {
    sign: /(?:§|\.|litra|apitel|ilag|ide|abel|odnote) (?:[\d§]|\S(?![a-zæøå]))/,
    space: new RegExp(` (?=[\\d§]|\\p{L}(?!\\p{L}))(?<=(?<![\\p{L}\\d])(?:${leaders}) )`, 'gu'),
  },
  { sign: /§\u00a0\d+ /, space: / (?=\p{L}(?!\p{L}))(?<=§\u00a0\d+ )/gu },
  { sign: /, nr\./, space: / (?=nr\.)(?<=§\u00a0\d+(?:\u00a0\p{L})?, )/gu },
  { sign: /\. pkt\./, space: / (?=pkt\.)(?<=\d\. )/g },
  { sign: /\d [mkp%]/, space: / (?=(?:mio\.|mia\.|kr\.|pct\.|procent|km|m²|%)(?!\p{L}))(?<=\d )/gu },
  { sign: /mi[oa]\. kr/, space: / (?=kr\.)(?<=(?:mio\.|mia\.) )/g },
  { sign: /\d\. [jfmasond]/, space: new RegExp(` (?=(?:${months})(?!\\p{L}))(?<=\\d\\. )`, 'gu') },
  { sign: / [–—] /, space: / (?=[–—] )/g },
];

/** One word of letters that need no composing: figures, labels, names. */
const settled = /^[!-~æøåÆØÅé•]*$/;

/** A letter's texts are set to be measured, to be drawn and to be heard. */
const remembered = new Map<string, string>();
const rememberedTexts = 1000;

/** A text without any of this has no space to bind. */
const bindable = /[\d§–—]|mi[oa]\. kr|(?:\.|litra|apitel|ilag|ide|abel|odnote) \S(?![a-zæøå])/;

/**
 * Text as it is set: composed (NFC), soft hyphens from word processors removed, white space folded, and what must stand together held by
 * no-break spaces: `§ 61 b`, `§ 1, nr. 5`, `1. pkt.`, `2,7 mia. kr.`, `18. august`, a dash with the word before it.
 * The unbreakable hyphen (U+2011), which the serif lacks, becomes a plain one; {@link breakable} keeps number ranges whole.
 */
export function typeset(text: string): string {
  if (settled.test(text)) return text;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size >= rememberedTexts) remembered.clear();
  const set = bound(text);
  remembered.set(text, set);
  return set;
}

function bound(text: string): string {
  const composed = text.normalize('NFC').replaceAll('\u00ad', '').replaceAll('\u2011', '-');
  const folded = /[\t\r\n\u2028\u2029]| {2}/.test(composed) ? composed.replace(/[ \t\r\n\u2028\u2029]+/g, ' ') : composed;
  if (!bindable.test(folded)) return folded;
  return bindings.reduce((set, { sign, space }) => (sign.test(set) ? set.replace(space, nbsp) : set), folded);
}
