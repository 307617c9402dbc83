import { CommitteeRow, MeetingRow } from './committee.entity.js';

export * from './committee-records.js';
export * from './propose-committee.js';
export * from './reference/committees.js';

export { CommitteeRow };

/** The tables of this room. */
export const committeesEntities = [CommitteeRow, MeetingRow];
