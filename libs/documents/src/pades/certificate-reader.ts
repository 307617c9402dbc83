import { Certificate } from 'pkijs';
import { BoundedMemo } from './bounded-memo.js';

const READ = new BoundedMemo(64, (der) => Certificate.fromBER(new Uint8Array(der).buffer));

/** A certificate from its DER, for reading only; the few that a letter meets again and again are parsed once. Throws for anything else. */
export function readCertificate(der: Uint8Array): Certificate {
  return READ.of(der);
}
