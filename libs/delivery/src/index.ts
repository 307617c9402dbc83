import { Dispatch, IncomingMailRow, Receipt } from './dispatch.entity.js';

export * from './alarms.js';
export * from './anchor-log.js';
export * from './dispatch-queries.js';
export { type BundleVerdict, BundleUnreadable, checkBundle } from './export/check-bundle.js';
export * from './export/export-case.js';
export * from './export/export-person.js';
export * from './mail-settings.js';
export * from './mailbox.js';
export * from './public-letters.js';
export * from './receipts.js';
export * from './retention/retain.js';
export * from './retention/retention-rules.js';
export * from './send-account-link.js';
export * from './send-letter.js';
export * from './send-notice.js';
export * from './smtp/index.js';
export * from './tell-members.js';

/** The tables of this room. */
export const deliveryEntities = [Dispatch, IncomingMailRow, Receipt];
