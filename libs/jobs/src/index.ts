import { Work } from './work.entity.js';

export * from './dead-work.js';
export * from './job-handlers.js';
export * from './promise-work.js';
export * from './queue-store.js';
export * from './relay.js';
export * from './sweeper.js';
export * from './work-runner.js';
export * from './worker-service.js';

/** The tables of this room. */
export const jobsEntities = [Work];
