import { type Measure } from './figure.js';
import { measureReadCoverage } from './read-coverage.js';
import { measureFollowing } from './read-follow.js';
import { measureHostileFiles } from './read-hostile.js';
import { measureReadQuality } from './read-quality.js';

/**
 * The promise of the reader: nothing of a bill is lost, each point is told by what it does and is found again in the next version, and no file that
 * is sent in brings the house down.
 */
export const proveReading: Measure = async (context) => {
  const coverage = await measureReadCoverage(context);
  const quality = await measureReadQuality(context);
  context.progress('Følger lovforslag fra udgave til udgave …');
  const following = await measureFollowing();
  return [...coverage, ...quality, ...following, ...(await measureHostileFiles(context))];
};
