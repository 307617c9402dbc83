export * from './propose-office.js';
export * from './reference/ministries.js';
export * from './reference/municipalities.js';
export * from './reference/offices.js';
export * from './subject-match.js';
