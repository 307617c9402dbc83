export * from './entities.js';
export * from './migrate.js';
