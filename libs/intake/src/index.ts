import {
  BillReadingRow,
  BillRow,
  Hearing,
  HearingBillRow,
  HearingDocument,
  KleSubjectRow,
  MinistryRow,
  Provision,
} from './hearing.entity.js';

export * from './hearing-bills.js';
export * from './hearing-queries.js';
export { orRefuse } from './inspect-bill.js';
export { readingOf } from './kept-reading.js';
export * from './kle/kle-subjects.js';
export * from './kle/parse-kle.js';
export * from './kle/propose-kle.js';
export * from './load-ministries.js';
export * from './opening/cage.js';
export * from './opening/read-in-child.js';
export * from './opening/reader-limits.js';
export * from './propose-office.js';
export * from './reference/ministries.js';
export * from './reference/municipalities.js';
export * from './reference/offices.js';
export * from './subject-match.js';
export * from './read-bill.js';
export * from './receive.js';
export * from './reply-address.js';
export { Hearing, KleSubjectRow, MinistryRow };

/** The tables of this room. */
export const intakeEntities = [MinistryRow, Hearing, HearingDocument, Provision, BillReadingRow, BillRow, HearingBillRow, KleSubjectRow];
