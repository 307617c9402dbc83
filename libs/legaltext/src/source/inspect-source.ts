import { BillUnreadable } from '../bill-unreadable.js';
import { containerOf } from './binary.js';
import { withoutUnreadable } from './clean-text.js';
import { decodeSource, refuseSize } from './decode.js';
import { sourceKindOf } from './source-kind.js';

/** Without one of these there is no section: the sign itself, its names in HTML, or the name that styles and elements of a section bear. */
const signOfSection = /§|&sect\b|&#0*167\b|&#x0*a7\b|paragraf/i;

/**
 * Looks at a file without reading it: is it of a kind we read, within the limit, and, where it is text, without a document type of its own and
 * with some sign of a section? PDF and Word are told by their first bytes and never opened. Throws what `readBill` would throw for it; that
 * the sections are a bill's is found out by reading alone.
 */
export function inspectSource(bytes: Uint8Array, maxBytes: number): void {
  refuseSize(bytes, maxBytes);
  if (containerOf(bytes) !== undefined) return;
  const text = withoutUnreadable(decodeSource(bytes).text);
  sourceKindOf(text);
  if (!signOfSection.test(text)) throw new BillUnreadable('bill.not-a-bill');
}
