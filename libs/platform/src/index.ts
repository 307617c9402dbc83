import { Heartbeat } from './heartbeat.entity.js';
import { StoredFile } from './stored-file.entity.js';

export * from './clock.js';
export * from './crash-point.js';
export * from './database.js';
export * from './environment.js';
export * from './file-store.js';
export * from './log.js';
export * from './outgoing.js';
export * from './platform.module.js';
export * from './zip-archive.js';
export { StoredFile };

/** The tables of this room. */
export const platformEntities = [StoredFile, Heartbeat];
