/** Object identifiers used by signatures, timestamps and certificates, with the source of each. */
export const OID = {
  data: '1.2.840.113549.1.7.1', // RFC 5652
  signedData: '1.2.840.113549.1.7.2', // RFC 5652
  contentType: '1.2.840.113549.1.9.3', // RFC 5652
  messageDigest: '1.2.840.113549.1.9.4', // RFC 5652
  signingTime: '1.2.840.113549.1.9.5', // RFC 5652; PAdES forbids it
  algorithmProtection: '1.2.840.113549.1.9.52', // RFC 6211
  signingCertificateV1: '1.2.840.113549.1.9.16.2.12', // RFC 2634
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47', // RFC 5035
  timestampToken: '1.2.840.113549.1.9.16.2.14', // RFC 3161 appendix A
  timestampInfo: '1.2.840.113549.1.9.16.1.4', // RFC 3161
  sha256: '2.16.840.1.101.3.4.2.1', // RFC 5754
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsa: '1.2.840.113549.1.1.1', // RFC 8017
  rsaSha256: '1.2.840.113549.1.1.11',
  rsaSha384: '1.2.840.113549.1.1.12',
  rsaSha512: '1.2.840.113549.1.1.13',
  ecdsaSha256: '1.2.840.10045.4.3.2', // RFC 5758
  ecdsaSha384: '1.2.840.10045.4.3.3',
  ecdsaSha512: '1.2.840.10045.4.3.4',
  commonName: '2.5.4.3', // X.520
  country: '2.5.4.6',
  organization: '2.5.4.10',
  subjectKeyIdentifier: '2.5.29.14', // RFC 5280 section 4.2.1
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8', // RFC 3161
  crlNumber: '2.5.29.20',
  issuingDistributionPoint: '2.5.29.28',
  distributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  informationAccess: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1', // RFC 6960
  ocspBasic: '1.3.6.1.5.5.7.48.1.1',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  issuerAddress: '1.3.6.1.5.5.7.48.2', // id-ad-caIssuers, RFC 5280
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  sha1: '1.3.14.3.2.26', // names certificates in OCSP; nothing is signed with it
  /** Policy of the development authority's time stamps. */
  testStampPolicy: '1.3.6.1.4.1.32473.89.2',
  /** Marks a certificate of a development authority; the arc is the one that RFC 5612 sets aside for examples. */
  testMarker: '1.3.6.1.4.1.32473.89.1',
} as const;
