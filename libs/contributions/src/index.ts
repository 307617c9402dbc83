import { Contribution, ContributionRequest, ContributionVersion } from './contribution.entity.js';

export * from './ask-municipalities.js';
export * from './contribution-queries.js';
export * from './follow-request.js';
export * from './request-rules.js';
export * from './write-contribution.js';

/** The tables of this room. */
export const contributionsEntities = [ContributionRequest, Contribution, ContributionVersion];
