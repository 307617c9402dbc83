export { BillUnreadable, type BillUnreadableCode } from './bill-unreadable.js';
export { flattenProvisions, subjectWords } from './provisions.js';
export { inspectSource, readBill, type ReadBillOptions } from './read-bill.js';
export { canonicalAddress } from './tree/addresses.js';
