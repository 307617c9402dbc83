export * from './mail-sink.js';
export * from './quiet-log.js';
export * from './sample-bill.js';
export * from './signable-letter.js';
export * from './test-case.js';
export * from './test-house.js';
export * from './test-work.js';
export * from './timestamp-server.js';
