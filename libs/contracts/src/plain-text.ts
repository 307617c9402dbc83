import { z } from 'zod';

/** What is read, hashed and printed is one text: composed letters (NFC), and line feeds alone between lines. */
export const typedText = z.string().overwrite((words) => words.replace(/\r\n?/g, '\n').normalize('NFC'));

/**
 * NUL and other control characters but tab and line feed, the marks that turn the reading direction (bidi controls), the byte order mark,
 * and halves of characters (lone surrogates), which neither UTF-8 nor PostgreSQL can hold.
 */
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Bidi_Control}\ufeff\p{Surrogate}]/gu;

/** The text as a person can be shown it: NFC, without control characters and bidi controls, which hide or turn what is read. */
export function plainText(text: string): string {
  return text.replace(unsafe, '').normalize('NFC').trim();
}

/** The first character of a text that cannot be printed safely, as `U+202E`; undefined when there is none. */
export function unsafeCharacter(text: string): string | undefined {
  const found = text.match(unsafe)?.[0];
  return found === undefined ? undefined : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
