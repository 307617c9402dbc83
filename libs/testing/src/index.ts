export * from './signable-letter.js';
export * from './timestamp-server.js';
