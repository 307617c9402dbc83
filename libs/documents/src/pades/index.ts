/** PAdES: signing a letter, checking the signatures of a PDF, time stamps, and the authority that issues test certificates. */
export { type SignatureAppearance } from './appearance.js';
export { type AuthorityService, type AuthorityServiceOptions, serveAuthority } from './authority/authority-service.js';
export {
  type DevelopmentAuthority,
  type DevelopmentAuthorityOptions,
  type DevelopmentCertificateOrder,
  issueDevelopmentCertificate,
  makeDevelopmentAuthority,
} from './authority/development-authority.js';
export { chainToRoot, type ChainVerdict } from './certificate-chain.js';
export { type CertificateExpiry, certificateExpiry, expiryWarnings } from './certificate-expiry.js';
export { type KeyFiles, KeyFileSigner, readCertificates } from './keys/key-file-signer.js';
export { type Pkcs11Key, Pkcs11Signer } from './keys/pkcs11-signer.js';
export { openPkcs12, type Pkcs12Files } from './keys/pkcs12-signer.js';
export { type OpenKey, openSigningKeys, type SigningKeys } from './keys/signing-keys.js';
export { type HttpRevocationOptions, HttpRevocationSource } from './long-term/http-revocation-source.js';
export { type OfflineRevocation } from './long-term/offline-revocation.js';
export {
  type Signatory,
  type SigningAuthorities,
  signToLevel,
  type SignToLevelInput,
  withArchiveTimestamp,
  withValidationData,
} from './long-term/sign-to-level.js';
export { type PdfSigner, type RevocationProof, type RevocationSource, type TimestampAuthority } from './ports.js';
export { signPdf, type SignPdfInput } from './sign-pdf.js';
export { reaches, type SignatureLevel, signatureLevels } from './signature-level.js';
export { signatureProblem } from './signature-problem.js';
export { SignatureError, type SignatureErrorCode } from './signature-error.js';
export { isTestCertificate } from './test-certificate.js';
export { checkTimestampToken } from './timestamp-token.js';
export { type HttpTimestampOptions, HttpTimestampAuthority } from './timestamp-authority.js';
export { askOverHttp } from './http-exchange.js';
export { type SignatureReport, verifyPdfSignatures } from './verify-pdf-signatures.js';
