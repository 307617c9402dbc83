/** Who signs: a key that stays where it is (a file, a PKCS#11 token, another process) and the certificates that go with it. */
export interface PdfSigner {
  /** Certificates in DER, the signer's own first, then its issuers; the root may be left out. */
  certificateChain(): Promise<Uint8Array[]>;
  readonly algorithm: 'ecdsa-p256-sha256' | 'rsa-sha256';
  /**
   * Signs the DER of the CMS signed attributes (hashing is the signer's). Answers the signature value as CMS carries it:
   * an ECDSA-Sig-Value in DER, or the RSASSA-PKCS1-v1_5 bytes.
   */
  sign(signedAttributesDer: Uint8Array): Promise<Uint8Array>;
}

/** Who vouches for the time. */
export interface TimestampAuthority {
  /**
   * Answers an RFC 3161 time-stamp token (DER of the ContentInfo) over the SHA-256 digest given. A token that does not hold,
   * or none, is an error `signature.timestamp-failed`.
   */
  stamp(sha256: Uint8Array): Promise<Uint8Array>;
}

/** What shows that a certificate is not revoked; DER of a whole OCSP answer or of a CRL. */
export type RevocationProof = { ocsp: Buffer; responder: Buffer } | { crl: Buffer };

/** Who says whether a certificate is revoked. */
export interface RevocationSource {
  /**
   * A checked proof that the certificate, issued by `issuer` (DER both), is not revoked at this moment. Errors: `signature.certificate-revoked`;
   * `signature.revocation-failed` when no proof that holds can be had.
   */
  proofOf(certificate: Uint8Array, issuer: Uint8Array): Promise<RevocationProof>;
}
