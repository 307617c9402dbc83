import { X509Certificate } from 'node:crypto';

/** The days before a certificate's end at which somebody is told. */
export const expiryWarnings = [90, 30, 7] as const;

/** When a certificate ends. */
export interface CertificateExpiry {
  /** The common name of whom it is about. */
  name: string;
  /** SHA-256 of the certificate, hexadecimal. */
  fingerprint: string;
  ends: Date;
  /** Whole days left; negative when it has ended. */
  daysLeft: number;
  /** The nearest of {@link expiryWarnings} that is reached; left out when none is. */
  warning?: (typeof expiryWarnings)[number];
}

const DAY = 24 * 60 * 60 * 1000;

/** When the certificate (DER) ends, seen from `now`, and which warning is due. */
export function certificateExpiry(der: Uint8Array, now: Date): CertificateExpiry {
  const { subject, fingerprint256, validTo } = new X509Certificate(der);
  const ends = new Date(validTo);
  const daysLeft = Math.floor((ends.getTime() - now.getTime()) / DAY);
  const warning = [...expiryWarnings].reverse().find((days) => daysLeft <= days);
  const name = /^CN=(.*)$/m.exec(subject)?.[1]?.replace(/\\(.)/g, '$1') ?? subject.replaceAll('\n', ', ');
  return { name, fingerprint: fingerprint256.replaceAll(':', ''), ends, daysLeft, ...(warning === undefined ? {} : { warning }) };
}
