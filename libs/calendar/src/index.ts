export * from './local-date.js';
export * from './holidays.js';
export * from './working-days.js';
export * from './deadline.js';
export * from './plan-steps.js';
export * from './schedule.js';
export { type Proposal } from './plan-proposals.js';
export * from './plan.js';
