export * from './pdf/index.js';
export * from './pades/index.js';
