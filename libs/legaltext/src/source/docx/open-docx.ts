import { BillUnreadable } from '../../bill-unreadable.js';
import { type OpenedSource } from '../opened-source.js';

export async function openDocx(_bytes: Uint8Array): Promise<OpenedSource> {
  throw new BillUnreadable('bill.broken', { what: 'Word-filen' });
}
