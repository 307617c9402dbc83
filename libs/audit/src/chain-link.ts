import { canonicalJson, sha256 } from '@genmaele/contracts';

/** What the hash of a line covers beside the line before it. */
export interface LineContent {
  readonly seq: number;
  /** ISO 8601, with milliseconds. */
  readonly at: string;
  /** Null for the system. */
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly facts: Record<string, string | number | boolean | null>;
  readonly requestId: string | null;
}

/** The hash before the first line. */
export const firstHash = '0'.repeat(64);

/** A line without the chain: SHA-256 over its canonical JSON. It stands in for a line that a reader of a proof may not see. */
export function contentHash({ seq, at, actorId, action, subject, facts, requestId }: LineContent): string {
  return sha256(canonicalJson({ seq, at, actorId, action, subject, facts, requestId }));
}

/** The hash of a line in the chain: over the hash before it and over its content's hash, so that a link can be checked without the words. */
export function linkHash(previous: string, content: string): string {
  return sha256(canonicalJson({ previous, content }));
}

/** How lines were chained before their content had a hash of its own: such a line can be checked by whoever sees it whole. */
function wholeHash(previous: string, { seq, at, actorId, action, subject, facts, requestId }: LineContent): string {
  return sha256(canonicalJson({ previous, seq, at, actorId, action, subject, facts, requestId }));
}

/** How a stored line is tied to the one before: by its content's hash, by its whole words (older lines), or not at all. */
export function linkKind(previous: string, line: LineContent, hash: string): 'content' | 'whole' | 'none' {
  if (linkHash(previous, contentHash(line)) === hash) return 'content';
  return wholeHash(previous, line) === hash ? 'whole' : 'none';
}
