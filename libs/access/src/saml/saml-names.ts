/** The namespaces of SAML and of what it is signed and encrypted with. */
export const samlNames = {
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
} as const;

/** What each of the OASIS statuses, methods and bindings that we know is called. */
export const samlTerms = {
  success: 'urn:oasis:names:tc:SAML:2.0:status:Success',
  bearer: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
  entity: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
} as const;

const more = 'http://www.w3.org/2001/04/xmldsig-more#';

/** What may sign and be signed: RSA with SHA-2, exclusive canonicalization, an enveloped signature. Everything else is refused. */
export const signingAlgorithms = {
  method: [`${more}rsa-sha256`, `${more}rsa-sha384`, `${more}rsa-sha512`],
  digest: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  canonical: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  enveloped: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
} as const;
