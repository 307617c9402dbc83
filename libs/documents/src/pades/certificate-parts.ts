import { type BitString, fromBER, type Sequence } from 'asn1js';
import { BoundedMemo } from './bounded-memo.js';

/** The parts of a certificate that other structures repeat, byte for byte. */
export interface CertificateParts {
  /** DER of the serial number. */
  serial: Buffer;
  /** DER of the names. */
  issuer: Buffer;
  subject: Buffer;
  /** Content of the public key's BIT STRING, without the count of unused bits. */
  keyBits: Buffer;
}

const READ = new BoundedMemo(64, read);

/** Reads the parts of a certificate in DER. Throws for anything else. */
export function certificateParts(der: Uint8Array): CertificateParts {
  return READ.of(der);
}

function read(der: Uint8Array): CertificateParts {
  const tbs = (fromBER(new Uint8Array(der)).result as Sequence).valueBlock.value[0] as Sequence;
  const fields = tbs.valueBlock.value;
  const first = fields[0]!.idBlock.tagClass === 3 ? 1 : 0;
  const raw = (at: number): Buffer => Buffer.from(fields[first + at]!.valueBeforeDecodeView);
  const key = (fields[first + 5] as Sequence).valueBlock.value[1] as BitString;
  return { serial: raw(0), issuer: raw(2), subject: raw(4), keyBits: Buffer.from(key.valueBlock.valueHexView) };
}
