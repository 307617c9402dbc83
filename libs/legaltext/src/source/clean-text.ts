/** Stands where an unreadable character stood, so that places in the source stay where they were; taken out again by {@link cleanText}. */
const placeholder = '\ufeff';

/**
 * Control characters that no bill means and that XML 1.0 forbids (section 2.2), NUL first among them, and non-characters. (A decoder never
 * gives lone surrogates.) Written as text because a pattern that finds control characters is what the linter takes for a slip.
 */
const controls = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff';
const unreadable = new RegExp(`[${controls}]`, 'g');

/** Bidirectional controls: they can make a text read otherwise than it is written (Unicode TR 36, section 2.5). */
const bidiControls = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

const removed = new RegExp(`[${controls}\\ufeff\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f]`);
const removedAll = new RegExp(removed.source, 'g');

/** The source with every unreadable character replaced by one that both parsers let through; places are unchanged. */
export function withoutUnreadable(source: string): string {
  return source.replace(unreadable, placeholder);
}

/** A stretch of text as people may read it: no control characters, no direction tricks. */
export function cleanText(text: string): string {
  return removed.test(text) ? text.replace(removedAll, '') : text;
}

/** Whether a text holds nothing that {@link cleanText} takes out. */
export function isClean(text: string): boolean {
  return !removed.test(text);
}

/** White space that is not one blank between two words. */
const uneven = /\s\s|[^\S ]/;

/** White space of any kind (no-break too) folded to single blanks, ends trimmed. */
export function foldSpace(text: string): string {
  return uneven.test(text) ? text.replace(/\s+/g, ' ').trim() : text.trim();
}

const bidiReference = /&#(?:x(?:202[a-e]|206[6-9]|200[ef])|82(?:3[4-8]|9[4-7])|820[67]);?/gi;

/** Danish sentences about characters that were taken out; empty when none were. */
export function doubtsAboutCharacters(source: string): string[] {
  const count = (pattern: RegExp): number => source.match(pattern)?.length ?? 0;
  const isSpotless = isClean(source);
  const strays = isSpotless ? 0 : count(unreadable);
  const turns = (isSpotless ? 0 : count(bidiControls)) + count(bidiReference);
  return [
    ...(strays > 0 ? [`${strays} ulæselige tegn (fx NUL) er fjernet fra teksten.`] : []),
    ...(turns > 0 ? [`${turns} skjulte tegn, der kan vende læseretningen, er fjernet fra teksten.`] : []),
  ];
}
