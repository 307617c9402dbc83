/** What can go wrong when a PDF is signed, stamped or read for its signatures. */
export type SignatureErrorCode =
  | 'signature.pdf-unreadable'
  | 'signature.field-missing'
  | 'signature.field-already-signed'
  | 'signature.not-first'
  | 'signature.not-permitted'
  | 'signature.key-unreadable'
  | 'signature.key-unavailable'
  | 'signature.key-mismatch'
  | 'signature.certificate-not-valid'
  | 'signature.too-large'
  | 'signature.timestamp-failed'
  | 'signature.revocation-failed'
  | 'signature.certificate-revoked'
  | 'signature.level-unreachable';

/** A signature that could not be made. `code` is stable, `facts` say what and where; neither ever holds key material. */
export class SignatureError extends Error {
  constructor(
    readonly code: SignatureErrorCode,
    readonly facts: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(`${code}${Object.keys(facts).length ? ` ${JSON.stringify(facts)}` : ''}`, options);
    this.name = 'SignatureError';
  }
}
