import { type Measure } from './figure.js';
import { measureFollowing } from './read-follow.js';

/** The promise of the reader: nothing of a bill is lost, and a point is found again in the next version. */
export const proveReading: Measure = async ({ progress }) => {
  progress('Følger lovforslag fra udgave til udgave …');
  return measureFollowing();
};
