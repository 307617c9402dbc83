export * from './hoeringssvar.js';
export * from './ministerbrev.js';
export { type Mark } from './parts.js';
export { responseTwin, twinName } from './response-twin.js';
