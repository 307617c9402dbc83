import { Letter } from './letter.entity.js';

export * from './checker/index.js';
export * from './letter-queries.js';
export * from './letter-settings.js';
export * from './letter-signatories.js';
export * from './letter-source.js';
export * from './pades/index.js';
export * from './pdf/index.js';
export * from './render-letter.js';
export * from './render-meeting-paper.js';
export * from './sign-letter.js';
export * from './signer-protocol.js';
export { Letter };

/** The tables of this room. */
export const documentsEntities = [Letter];
