import { type KeyObject, X509Certificate } from 'node:crypto';
import { Certificate } from 'pkijs';
import { BoundedMemo } from './bounded-memo.js';

const READ = new BoundedMemo(64, (der) => Certificate.fromBER(new Uint8Array(der).buffer));
const OPENED = new BoundedMemo(64, openCertificate);

/** A certificate from its DER, for reading only; the few that a letter meets again and again are parsed once. Throws for anything else. */
export function readCertificate(der: Uint8Array): Certificate {
  return READ.of(der);
}

/** What a certificate is asked for each time something is signed or stamped. */
export interface OpenCertificate {
  publicKey: KeyObject;
  /** As the certificate writes them. */
  validFrom: string;
  validTo: string;
  /** Was it valid at that moment? */
  isValid(at: Date): boolean;
}

/** The key and the time of a certificate in DER, opened by OpenSSL once. Throws for anything else. */
export function openedCertificate(der: Uint8Array): OpenCertificate {
  return OPENED.of(der);
}

function openCertificate(der: Uint8Array): OpenCertificate {
  const { publicKey, validFrom, validTo } = new X509Certificate(der);
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  return { publicKey, validFrom, validTo, isValid: (at) => !(at < from || at > to) };
}
