/** Header lines by lower-case name, unfolded, in order; each name with all its values. */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

const MOST_BYTES = 256 * 1024;
const MOST_FIELDS = 2_000;
const MOST_IDS = 200;

/** Reads the header block at the start of the bytes (RFC 5322, section 2.2), as far as its first 256 KB and 2,000 fields. Never throws. */
export function readHeaders(bytes: Buffer): HeaderFields {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  let count = 0;
  for (const line of bytes
    .subarray(0, MOST_BYTES)
    .toString('utf8')
    .split(/\r\n|\n|\r/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (last) last[last.length - 1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1 || (count += 1) > MOST_FIELDS) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    last = fields.get(name) ?? [];
    last.push(line.slice(colon + 1).trim());
    fields.set(name, last);
  }
  return fields;
}

/** The first value of a header, when it is there and not empty. */
export function headerOf(fields: HeaderFields, name: string): string | undefined {
  return fields.get(name)?.[0] || undefined;
}

/** The Message-IDs in a header value, with their angle brackets, each once, at most 200. */
export function messageIdsIn(value: string | undefined): string[] {
  const found = value?.slice(0, MOST_BYTES).match(/<[^<>\s]{1,998}>/g) ?? [];
  return [...new Set(found)].slice(0, MOST_IDS);
}
