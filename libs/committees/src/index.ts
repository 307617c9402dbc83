export * from './propose-committee.js';
export * from './reference/committees.js';
