import { Approval, ApprovalTask, CaseAccess, CaseStep, DraftVersion, Notice, ResponseCase } from './case.entity.js';

export * from './action-request.js';
export * from './approval-tasks.js';
export * from './assign-committee.js';
export * from './case-actions.js';
export * from './case-queries.js';
export * from './draft-checks.js';
export * from './open-case.js';
export * from './repair-stuck-cases.js';
export { Approval, DraftVersion, ResponseCase };

/** The tables of this room. */
export const casesEntities = [ResponseCase, DraftVersion, CaseStep, Approval, ApprovalTask, CaseAccess, Notice];
