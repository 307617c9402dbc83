import { AuditAnchorRow } from './audit-anchor.entity.js';
import { AuditEntry } from './audit-entry.entity.js';

export * from './audit-anchors.js';
export * from './audit-log.js';
export { firstHash } from './chain-link.js';
export * from './chain-proof.js';

/** The tables of this room. */
export const auditEntities = [AuditEntry, AuditAnchorRow];
