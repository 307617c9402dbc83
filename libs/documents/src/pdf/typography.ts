const nbsp = '\u00a0';

/** Words that lead to a number or letter and may not be parted from it by a line's end. */
const leaders = '§§?|[Ss]tk\\.|[Nn]r\\.|litra|[Kk]apitel|[Bb]ilag|[Ss]ide|kl\\.|[Tt]abel|[Ff]odnote';
const months = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december';

/** A space that is bound, and the signs without one of which a text has none: to look for those first is many times quicker. */
const bindings: { signs: string[]; bound: RegExp }[] = [
  {
    signs: ['§', 'tk.', 'r.', 'litra', 'apitel', 'ilag', 'ide ', 'kl.', 'abel', 'odnote'],
    bound: new RegExp(` (?=[\\d§]|\\p{L}(?!\\p{L}))(?<=(?<![\\p{L}\\d])(?:${leaders}) )`, 'gu'),
  },
  { signs: ['§\u00a0'], bound: /(?<=§\u00a0\d+) (?=\p{L}(?!\p{L}))/gu },
  { signs: ['§\u00a0'], bound: /(?<=§\u00a0\d+(?:\u00a0\p{L})?,) (?=nr\.)/gu },
  { signs: ['pkt.'], bound: /(?<=\d\.) (?=pkt\.)/g },
  {
    signs: [' mio.', ' mia.', ' kr.', ' pct.', ' procent', ' km', ' m²', ' %'],
    bound: /(?<=\d) (?=(?:mio\.|mia\.|kr\.|pct\.|procent|km|m²|%)(?!\p{L}))/gu,
  },
  { signs: ['mio.', 'mia.'], bound: /(?<=mio\.|mia\.) (?=kr\.)/g },
  { signs: months.split('|'), bound: new RegExp(`(?<=\\d\\.) (?=(?:${months})(?!\\p{L}))`, 'gu') },
  { signs: ['–', '—'], bound: / (?=[–—] )/g },
];

/**
 * Text as it is set: composed (NFC), soft hyphens from word processors removed, white space folded, and what must stand together held by
 * no-break spaces: `§ 61 b`, `§ 1, nr. 5`, `1. pkt.`, `2,7 mia. kr.`, `18. august`, a dash with the word before it.
 * The unbreakable hyphen (U+2011), which the serif lacks, becomes a plain one; {@link breakable} keeps number ranges whole.
 */
export function typeset(text: string): string {
  const composed = text.normalize('NFC').replaceAll('\u00ad', '').replaceAll('\u2011', '-');
  const folded = /[\t\r\n\u2028\u2029]| {2}/.test(composed) ? composed.replace(/[ \t\r\n\u2028\u2029]+/g, ' ') : composed;
  return bindings.reduce((set, { signs, bound }) => (signs.some((sign) => set.includes(sign)) ? set.replace(bound, nbsp) : set), folded);
}
