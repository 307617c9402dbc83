import { randomBytes, X509Certificate } from 'node:crypto';
import { type OutgoingRules } from '@genmaele/platform';
import { CRLDistributionPoints, type GeneralName, InfoAccess } from 'pkijs';
import { readCertificate } from '../certificate-reader.js';
import { octets } from '../der.js';
import { askOverHttp } from '../http-exchange.js';
import { OID } from '../oids.js';
import type { RevocationProof, RevocationSource } from '../ports.js';
import { SignatureError } from '../signature-error.js';
import { holdsAt, type Validity } from './authority-word.js';
import { checkCrl } from './crl-check.js';
import { checkOcsp, ocspRequest } from './ocsp-check.js';

/** How revocation is asked for. */
export interface HttpRevocationOptions {
  now: () => Date;
  /** Who may be asked, whatever a certificate names. */
  rules: OutgoingRules;
  /** Asked about signers' and stamps' certificates, whatever responder they name. Authorities' own are asked about where they say. */
  ocspUrl?: string;
  /** For each exchange, in milliseconds; 10 seconds unless told. */
  timeoutMs?: number;
}

const LARGEST_OCSP = 256 * 1024;
const LARGEST_CRL = 32 * 1024 * 1024;
const NONCE_BYTES = 16;

/**
 * Revocation over HTTP: the OCSP responder that a certificate names (RFC 6960 appendix A), and where it names none, its revocation list. An
 * answer is taken only when it is rightly signed, about that certificate, holds at this moment, and, if it repeats a nonce, repeats ours. It
 * never tries again by itself: the caller's work has its own retries.
 */
export class HttpRevocationSource implements RevocationSource {
  constructor(private readonly options: HttpRevocationOptions) {}

  async proofOf(certificate: Uint8Array, issuer: Uint8Array): Promise<RevocationProof> {
    const ocspUrl = (isAuthority(certificate) ? undefined : this.options.ocspUrl) ?? ocspAddress(certificate);
    if (ocspUrl) return this.ocsp(ocspUrl, certificate, issuer);
    const crlUrl = listAddress(certificate);
    if (crlUrl) return this.crl(crlUrl, certificate, issuer);
    throw failed('the certificate does not say where its revocation can be asked for');
  }

  private async ocsp(url: string, certificate: Uint8Array, issuer: Uint8Array): Promise<RevocationProof> {
    const nonce = randomBytes(NONCE_BYTES);
    const ocsp = await askOverHttp({
      url,
      rules: this.options.rules,
      type: 'application/ocsp-request',
      accept: 'application/ocsp-response',
      body: ocspRequest(certificate, issuer, nonce),
      most: LARGEST_OCSP,
      code: 'signature.revocation-failed',
      ...this.patience(),
    });
    const checked = checkOcsp(ocsp, certificate, issuer);
    if (checked.nonce && !checked.nonce.equals(octets(nonce))) throw failed('the answer repeats another nonce');
    this.refuse(checked, certificate);
    return { ocsp, responder: checked.responder };
  }

  private async crl(url: string, certificate: Uint8Array, issuer: Uint8Array): Promise<RevocationProof> {
    const { rules } = this.options;
    const question = { url, rules, accept: 'application/pkix-crl', most: LARGEST_CRL, code: 'signature.revocation-failed' } as const;
    const crl = await askOverHttp({ ...question, ...this.patience() });
    this.refuse(checkCrl(crl, certificate, issuer), certificate);
    return { crl };
  }

  private refuse(checked: Validity & { revokedSince?: Date }, certificate: Uint8Array): void {
    if (!holdsAt(checked, this.options.now())) throw failed('the answer does not hold any more, or not yet');
    if (!checked.revokedSince) return;
    const { subject, serialNumber } = new X509Certificate(certificate);
    throw new SignatureError('signature.certificate-revoked', {
      subject: subject.replaceAll('\n', ', '),
      serialNumber,
      since: checked.revokedSince.toISOString(),
    });
  }

  private patience(): { timeoutMs?: number } {
    return this.options.timeoutMs === undefined ? {} : { timeoutMs: this.options.timeoutMs };
  }
}

const isAuthority = (certificate: Uint8Array): boolean => new X509Certificate(certificate).ca;

function ocspAddress(certificate: Uint8Array): string | undefined {
  const access = readCertificate(certificate).extensions?.find(({ extnID }) => extnID === OID.informationAccess)?.parsedValue;
  if (!(access instanceof InfoAccess)) return undefined;
  return httpAddress(access.accessDescriptions.filter((each) => each.accessMethod === OID.ocsp).map((each) => each.accessLocation));
}

function listAddress(certificate: Uint8Array): string | undefined {
  const points = readCertificate(certificate).extensions?.find(({ extnID }) => extnID === OID.distributionPoints)?.parsedValue;
  if (!(points instanceof CRLDistributionPoints)) return undefined;
  // A point for some reasons only, or of another issuer, does not show that a certificate is good.
  const whole = points.distributionPoints.filter((point) => !point.reasons && !point.cRLIssuer);
  return httpAddress(whole.flatMap((point) => (Array.isArray(point.distributionPoint) ? point.distributionPoint : [])));
}

const URI = 6;

function httpAddress(names: GeneralName[]): string | undefined {
  const addresses = names.filter((each) => each.type === URI).map((each) => String(each.value));
  return addresses.find((address) => /^https?:\/\//i.test(address));
}

function failed(problem: string): SignatureError {
  return new SignatureError('signature.revocation-failed', { problem });
}
