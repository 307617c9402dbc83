export * from './approval-standing.js';
export * from './case-workflow.js';
export * from './decide.js';
export * from './reservation-workflow.js';
export * from './workflow-diagram.js';
