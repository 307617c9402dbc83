import { type Measure } from './figure.js';
import { measureReadCoverage } from './read-coverage.js';
import { measureFollowing } from './read-follow.js';
import { measureReadQuality } from './read-quality.js';

/** The promise of the reader: nothing of a bill is lost, each point is told by what it does, and is found again in the next version. */
export const proveReading: Measure = async (context) => {
  const coverage = await measureReadCoverage(context);
  const quality = await measureReadQuality(context);
  context.progress('Følger lovforslag fra udgave til udgave …');
  return [...coverage, ...quality, ...(await measureFollowing())];
};
