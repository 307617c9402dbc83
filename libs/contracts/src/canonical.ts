import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The canonical form of a JSON value (RFC 8785): the same content gives the same text whatever the order of its keys.
 * Strings are first brought to Unicode NFC, so that «å» typed in two ways is one letter.
 */
export function canonicalJson(value: unknown): string {
  return canonicalize(normalise(value)) ?? 'null';
}

/** SHA-256 of bytes or of a UTF-8 text, as 64 lower-case hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function normalise(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalise);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.normalize('NFC'), normalise(inner)]));
  }
  return value;
}
