import { randomInt } from 'node:crypto';

/** Letters and digits that are not mistaken for one another when read aloud or typed off a screen. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A random password that a person can read and type: four groups of four, about 79 bits. */
export function readablePassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
