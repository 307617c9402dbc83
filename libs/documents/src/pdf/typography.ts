const nbsp = '\u00a0';

/** Words that lead to a number or letter and may not be parted from it by a line's end. */
const leaders = '§§?|[Ss]tk\\.|[Nn]r\\.|litra|[Kk]apitel|[Bb]ilag|[Ss]ide|kl\\.|[Tt]abel|[Ff]odnote';
const months = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december';

const bindings: [RegExp, string][] = [
  [new RegExp(`(?<![\\p{L}\\d])(${leaders}) (?=[\\d§]|\\p{L}(?!\\p{L}))`, 'gu'), `$1${nbsp}`],
  [/(§\u00a0\d+) (?=\p{L}(?!\p{L}))/gu, `$1${nbsp}`],
  [/(§\u00a0\d+(?:\u00a0\p{L})?), (?=nr\.)/gu, `$1,${nbsp}`],
  [/(\d\.) (?=pkt\.)/g, `$1${nbsp}`],
  [/(\d) (?=(?:mio\.|mia\.|kr\.|pct\.|procent|km|m²|%)(?!\p{L}))/gu, `$1${nbsp}`],
  [/(mio\.|mia\.) (?=kr\.)/g, `$1${nbsp}`],
  [new RegExp(`(\\d\\.) (?=(?:${months})(?!\\p{L}))`, 'gu'), `$1${nbsp}`],
  [/ (?=[–—] )/g, nbsp],
];

/**
 * Text as it is set: composed (NFC), soft hyphens from word processors removed, white space folded, and what must stand together held by
 * no-break spaces: `§ 61 b`, `§ 1, nr. 5`, `1. pkt.`, `2,7 mia. kr.`, `18. august`, a dash with the word before it.
 * The unbreakable hyphen (U+2011), which the serif lacks, becomes a plain one; {@link breakable} keeps number ranges whole.
 */
export function typeset(text: string): string {
  const folded = text
    .normalize('NFC')
    .replaceAll('\u00ad', '')
    .replaceAll('\u2011', '-')
    .replace(/[ \t\r\n\u2028\u2029]+/g, ' ');
  return bindings.reduce((bound, [pattern, replacement]) => bound.replace(pattern, replacement), folded);
}
