const month = '(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)';
/** A letter after a number ("§ 13 a"), but not the word "i" of "§ 21 i lov nr. 1728". */
const letter = '(?:[ \\u00a0](?!i[ \\u00a0]+(?:\\p{Ll}{2,}))[a-zæøåA-ZÆØÅ](?![\\p{L}\\p{M}\\d.]))?';
const number = `\\d+${letter}(?:\\s?[-–]\\s?\\d+${letter})?`;

/** What is one word to a lawyer, longest first: references, dates, clock times, amounts with their unit, abbreviations, words. */
const units = [
  `§{1,2}\\s*${number}`,
  `\\d+\\.(?:\\s?[-–]\\s?\\d+\\.)?\\s*pkt\\.`,
  `(?:nr|stk)\\.\\s*${number}`,
  `(?:[Kk]apitel|[Bb]ilag|[Aa]rtikel|[Ss]ide)\\s+${number}`,
  `[Aa]fsnit\\s+[IVXLC]+(?![\\p{L}\\d])`,
  `litra\\s+[a-zæøå]{1,2}(?![\\p{L}\\d])`,
  `\\d{1,2}\\.\\s*${month}(?:\\s+\\d{4})?(?![\\p{L}\\d])`,
  `kl\\.\\s*\\d{1,2}(?:[.:]\\d{2})?(?!\\d)`,
  `\\d+(?:[.,]\\d+)*(?:\\s*(?:%|(?:mio|mia|pct|kr|t\\.kr)\\.|øre(?!\\p{L})))*`,
  `(?:\\p{L}{1,4}\\.){2,}`,
  `[\\p{L}\\p{M}\\d]+(?:['’-][\\p{L}\\p{M}\\d]+)*`,
  `\\s+`,
  `[^]`,
];
const unit = new RegExp(units.join('|'), 'gu');

/**
 * A text cut where a lawyer would let it be cut: "nr. 3", "§ 13 a", "1. pkt.", "1. januar 2022", "48,2" and "2,7 mia. kr." are one piece each, as is
 * every word, every stretch of white space and every other character. Joined, the pieces are the text.
 */
export function legalWords(text: string): string[] {
  return text.match(unit) ?? [];
}

/** The pieces that carry meaning, each in lower case and with single blanks: what two texts are compared by. */
export function comparableWords(text: string): string[] {
  return legalWords(text.normalize('NFC').replaceAll('\u00ad', ''))
    .filter((piece) => /[\p{L}\d§]/u.test(piece))
    .map((piece) => piece.toLowerCase().replace(/\s+/g, ' '));
}
