const nbsp = '\u00a0';

/** Words that lead to a number or letter and may not be parted from it by a line's end. */
const leaders = '§§?|[Ss]tk\\.|[Nn]r\\.|litra|[Kk]apitel|[Bb]ilag|[Ss]ide|kl\\.|[Tt]abel|[Ff]odnote';
const months = 'januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december';
const units = 'mio\\.|mia\\.|kr\\.|pct\\.|procent|km|m²|%';

/** The spaces that are bound, each kind by what stands before and after it. */
const boundSpace = new RegExp(
  [
    ` (?=[\\d§]|\\p{L}(?!\\p{L}))(?<=(?<![\\p{L}\\d])(?:${leaders}) )`,
    ' (?=\\p{L}(?!\\p{L}))(?<=§[ \\u00a0]\\d+ )',
    ' (?=nr\\.)(?<=§[ \\u00a0]\\d+(?:[ \\u00a0]\\p{L})?, )',
    ' (?=pkt\\.)(?<=\\d\\. )',
    ` (?=(?:${units})(?!\\p{L}))(?<=\\d )`,
    ' (?=kr\\.)(?<=(?:mio\\.|mia\\.) )',
    ` (?=(?:${months})(?!\\p{L}))(?<=\\d\\. )`,
    ' (?=[–—] )',
  ].join('|'),
  'uy',
);

/** What a sign is to the setting of text. */
const sign = {
  /** Says nothing of the space beside it. */
  plain: 0,
  letter: 1,
  /** A figure, a section sign, a dash, a per cent sign: a space before it may be bound. */
  binds: 2,
  space: 3,
  /** A full stop or a comma: a space after it may be bound. */
  stop: 4,
  /** May have to be composed, folded or taken out. */
  odd: 5,
} as const;

/** What each sign of ASCII and Latin-1 is. */
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\t\r\n\u00ad]/.test(character)) return sign.odd;
  if (/[\d§%]/.test(character)) return sign.binds;
  if (/[.,]/.test(character)) return sign.stop;
  if (character === ' ') return sign.space;
  return /\p{L}/u.test(character) ? sign.letter : sign.plain;
});

/** What may have to be composed, folded or taken out. */
const odd = /[\t\r\n\u00ad\u0250-\u2012\u2015\u2028-\uffff]| {2}/;

/** What a sign is. Composing (NFC) changes none of the letters below U+0250. */
function kindOf(code: number): number {
  if (code < 256) return kinds[code]!;
  if (code === 0x2013 || code === 0x2014) return sign.binds;
  if (code < 0x250) return sign.letter;
  return code > 0x2015 && code < 0x2028 ? sign.plain : sign.odd;
}

/**
 * Text as it is set: {@link composed}, and what must stand together held by no-break spaces: `§ 61 b`, `§ 1, nr. 5`, `1. pkt.`,
 * `2,7 mia. kr.`, `18. august`, a dash with the word before it.
 */
export function typeset(text: string): string {
  const whole = composed(text);
  let set = '';
  let from = 0;
  for (let at = whole.indexOf(' '); at >= 0; at = whole.indexOf(' ', at + 1)) {
    if (!mayBind(whole, at)) continue;
    boundSpace.lastIndex = at;
    if (!boundSpace.test(whole)) continue;
    set += whole.slice(from, at) + nbsp;
    from = at + 1;
  }
  return from === 0 ? whole : set + whole.slice(from);
}

/** Nearly no space is bound, and nearly all that are not show it by the signs beside them. */
function mayBind(text: string, space: number): boolean {
  const next = kindOf(text.charCodeAt(space + 1));
  if (next === sign.binds || next === sign.odd) return true;
  if (next !== sign.letter) return false;
  const before = kindOf(text.charCodeAt(space - 1));
  return before === sign.binds || before === sign.stop || kindOf(text.charCodeAt(space + 2)) !== sign.letter;
}

/**
 * Text as it is heard: composed (NFC), soft hyphens from word processors removed, white space folded. The unbreakable hyphen (U+2011), which the serif
 * lacks, becomes a plain one; the breaking of lines keeps number ranges whole.
 */
export function composed(text: string): string {
  if (!odd.test(text)) return text;
  const made = text.normalize('NFC').replaceAll('\u00ad', '').replaceAll('\u2011', '-');
  return made.replace(/[ \t\r\n\u2028\u2029]+/g, ' ');
}
