import { type AsnType, Constructed, fromBER, OctetString } from 'asn1js';
import { octets, tlv } from './der.js';

/**
 * BER with open ends or an octet string in pieces, as some signers write messages, put into definite lengths and whole strings; values that have neither
 * keep their bytes. `rest` is what stands after the first value. Throws a plain `Error` when the bytes are no ASN.1.
 */
export function definiteDer(ber: Uint8Array): { der: Buffer; rest: Buffer } {
  const own = new Uint8Array(ber);
  const { result, offset } = fromBER(own.buffer);
  if (offset < 0) throw new Error(`not ASN.1: ${result.error}`);
  return { der: closed(result), rest: Buffer.from(own.subarray(offset)) };
}

function closed(block: AsnType): Buffer {
  if (isClosed(block)) return Buffer.from(block.valueBeforeDecodeView);
  if (block instanceof OctetString) return octets(new Uint8Array(block.getValue()));
  const { tagClass, tagNumber } = block.idBlock;
  return tlv(((tagClass - 1) << 6) | 0x20 | tagNumber, ...partsOf(block).map(closed));
}

function isClosed(block: AsnType): boolean {
  if (block instanceof OctetString) return !block.idBlock.isConstructed;
  return !block.lenBlock.isIndefiniteForm && partsOf(block).every(isClosed);
}

const partsOf = (block: AsnType): AsnType[] => (block instanceof Constructed ? (block.valueBlock.value as AsnType[]) : []);
