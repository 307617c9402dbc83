/**
 * How long a PAdES baseline signature can be relied on (EN 319 142-1 section 6), lowest first: B-B as long as its certificate holds, B-T with a
 * trusted time, B-LT with all that is needed to judge it offline, B-LTA with a time stamp over that too.
 */
export const signatureLevels = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;

/** One of {@link signatureLevels}. */
export type SignatureLevel = (typeof signatureLevels)[number];

/** Whether the level is this one or above it. */
export function reaches(level: SignatureLevel, least: SignatureLevel): boolean {
  return signatureLevels.indexOf(level) >= signatureLevels.indexOf(least);
}
