/** Why a file is refused; the rows of the same names in the error table say it to a person. */
export const billUnreadableCodes = [
  'bill.empty',
  'bill.not-text',
  'bill.not-a-bill',
  'bill.doctype-refused',
  'bill.too-large',
  'bill.too-heavy',
  'bill.no-text',
  'bill.encrypted',
  'bill.broken',
  'bill.reader-died',
] as const;

/** See {@link billUnreadableCodes}. */
export type BillUnreadableCode = (typeof billUnreadableCodes)[number];

/**
 * The only error that `readBill` throws, whatever the bytes. `facts` fill the error table's sentences: `found` (Danish, "et JPEG-billede")
 * with `bill.not-text`, `limit` ("50 MB") with `bill.too-large` and `bill.too-heavy`, `what` ("PDF'en") with `bill.broken`, `end` with
 * `bill.reader-died`.
 */
export class BillUnreadable extends Error {
  override readonly name = 'BillUnreadable';

  constructor(
    readonly code: BillUnreadableCode,
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}
