import { createHash, X509Certificate } from 'node:crypto';
import { chainToRoot } from '../certificate-chain.js';
import { readCertificate } from '../certificate-reader.js';
import { type ReadCms, readCms, signatureStamp } from '../cms-reader.js';
import { coveredBytes } from '../byte-range.js';
import { OID } from '../oids.js';
import type { PdfFile } from '../pdf-file.js';
import type { RevocationProof, RevocationSource } from '../ports.js';
import { SignatureError } from '../signature-error.js';
import { signatureFields } from '../signature-field.js';
import { checkTimestampToken } from '../timestamp-token.js';

/** What is needed to judge one signature offline; DER all. */
export interface SignatureEvidence {
  /** Upper case SHA-1 of the signature's /Contents: its name in /VRI (ISO 32000-2 table 261). */
  name: string;
  certificates: Buffer[];
  ocsps: Buffer[];
  crls: Buffer[];
}

/** A signature of a file, and the chains that it stands on: the signer's and the time stamp's. */
export interface SignatureChains {
  name: string;
  chains: Uint8Array[][];
}

/**
 * Every signature and document time stamp of a file with its chains up to the roots given (DER), each judged at the time that is stamped.
 * Errors: `signature.revocation-failed` when a chain does not lead to a root, which must be known before anybody can be asked.
 */
export function signatureChains(file: PdfFile, roots: readonly Uint8Array[], now: Date): SignatureChains[] {
  const signed = signatureFields(file).filter((field) => field.signature);
  return signed.map((field) => {
    const covered = coveredBytes(file, field);
    if ('problem' in covered) throw failed(`the signature in ${field.name} does not hold`);
    const cms = readCms(covered.contents);
    const name = createHash('sha1').update(covered.contents).digest('hex').toUpperCase();
    const stamp = cms.contentType === OID.timestampInfo ? undefined : stampOf(cms);
    const chains = [chainOf(cms.signerCertificate, cms.certificates, roots, stamp?.time ?? now)];
    if (stamp) chains.push(chainOf(stamp.certificate, [...stamp.certificates, ...cms.certificates], roots, stamp.time));
    return { name, chains };
  });
}

/** Asks for all that shows the chains unrevoked, the responders' own certificates included; each certificate is asked about once. */
export async function gatherEvidence(signatures: readonly SignatureChains[], source: RevocationSource): Promise<SignatureEvidence[]> {
  const asked = new Map<string, Promise<RevocationProof>>();
  const proofOf = (certificate: Uint8Array, issuer: Uint8Array): Promise<RevocationProof> => {
    const { fingerprint256 } = new X509Certificate(certificate);
    const proof = asked.get(fingerprint256) ?? source.proofOf(certificate, issuer);
    asked.set(fingerprint256, proof);
    return proof;
  };
  const gathered: SignatureEvidence[] = [];
  for (const { name, chains } of signatures) {
    const evidence: SignatureEvidence = { name, certificates: [], ocsps: [], crls: [] };
    for (const chain of chains) await addChain(evidence, chain, proofOf);
    gathered.push(evidence);
  }
  return gathered;
}

type Ask = RevocationSource['proofOf'];

async function addChain(evidence: SignatureEvidence, chain: readonly Uint8Array[], proofOf: Ask): Promise<void> {
  addNew(evidence.certificates, ...chain);
  for (let i = 0; i + 1 < chain.length; i++) await addProof(evidence, chain[i]!, chain[i + 1]!, proofOf);
}

async function addProof(evidence: SignatureEvidence, certificate: Uint8Array, issuer: Uint8Array, proofOf: Ask): Promise<void> {
  const proof = await proofOf(certificate, issuer);
  if ('crl' in proof) return addNew(evidence.crls, proof.crl);
  addNew(evidence.ocsps, proof.ocsp);
  const { responder } = proof;
  if (responder.equals(issuer) || evidence.certificates.some((each) => each.equals(responder))) return;
  addNew(evidence.certificates, responder);
  if (!isNotAskedAbout(responder)) await addProof(evidence, responder, issuer, proofOf);
}

/** RFC 6960 section 4.2.2.2.1: a responder that its issuer vouches for as long as its certificate lasts. */
function isNotAskedAbout(responder: Uint8Array): boolean {
  return readCertificate(responder).extensions?.some(({ extnID }) => extnID === OID.ocspNoCheck) ?? false;
}

function addNew(list: Buffer[], ...items: Uint8Array[]): void {
  for (const item of items) if (!list.some((each) => each.equals(item))) list.push(Buffer.from(item));
}

function stampOf(cms: ReadCms) {
  const carried = signatureStamp(cms);
  return carried && checkTimestampToken(carried.token, carried.imprint);
}

function chainOf(leaf: Uint8Array | undefined, others: readonly Uint8Array[], roots: readonly Uint8Array[], at: Date): Uint8Array[] {
  const verdict = leaf && chainToRoot(leaf, others, roots, at);
  if (verdict?.trusted) return verdict.chain;
  throw failed(`a chain does not lead to a root: ${verdict?.problem ?? 'no certificate'}`);
}

function failed(problem: string): SignatureError {
  return new SignatureError('signature.revocation-failed', { problem });
}
