import 'reflect-metadata';
import { createSign, generateKeyPairSync, type KeyObject, randomUUID, webcrypto, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import * as x509 from '@peculiar/x509';
import { SignedXml } from 'xml-crypto';
import { encrypt } from 'xml-encryption';

/** A key and the certificate that goes with it, both PEM. */
export interface TestKey {
  readonly key: KeyObject;
  readonly pem: string;
  readonly certificate: string;
}

/** An RSA key with a certificate that it has signed itself. */
export async function testKey(name: string): Promise<TestKey> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const imported = async (key: KeyObject, type: 'pkcs8' | 'spki', usage: 'sign' | 'verify') =>
    webcrypto.subtle.importKey(type, key.export({ type, format: 'der' } as never) as unknown as Buffer, algorithm, true, [usage]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
    keys: { privateKey: await imported(privateKey, 'pkcs8', 'sign'), publicKey: await imported(publicKey, 'spki', 'verify') } as never,
    signingAlgorithm: algorithm,
  });
  return { key: privateKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, certificate: certificate.toString('pem') };
}

/** What an assertion says; what is left out is as it should be. */
export interface Said {
  readonly now: Date;
  readonly audience: string;
  readonly answerUrl: string;
  readonly inResponseTo: string;
  readonly nameId?: string;
  /** When the person showed who they are; null leaves the statement of it out. */
  readonly authnInstant?: Date | null;
  readonly id?: string;
  readonly issuer?: string;
  readonly notBefore?: Date;
  readonly notOnOrAfter?: Date;
  /** Name → value; OIOSAML 3 of level Substantial when left out. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly signature?: string;
  readonly digest?: string;
  readonly signed?: boolean;
}

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const c14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The attributes of a professional identity by OIOSAML 3. */
export function oioSaml3(person: {
  name: string;
  email: string;
  cvr?: string;
  level?: string;
  privileges?: string;
}): Record<string, string> {
  const core = 'https://data.gov.dk/model/core/';
  return {
    [`${core}specVersion`]: 'OIO-SAML-3.0',
    [`${core}eid/fullName`]: person.name,
    [`${core}eid/email`]: person.email,
    [`${core}eid/professional/cvr`]: person.cvr ?? '62547413',
    'https://data.gov.dk/concept/core/nsis/loa': person.level ?? 'Substantial',
    ...(person.privileges ? { [`${core}eid/privilegesIntermediate`]: person.privileges } : {}),
  };
}

/** The value of a privilege attribute: base64 of an OIO basic privilege list. */
export function privilegeList(groups: readonly { cvr: string; roles: readonly string[] }[]): string {
  const inner = groups.map(
    ({ cvr, roles }) =>
      `<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:${cvr}">${roles.map((role) => `<Privilege>${escaped(role)}</Privilege>`).join('')}</PrivilegeGroup>`,
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">${inner.join('')}</bpp:PrivilegeList>`;
  return Buffer.from(xml, 'utf8').toString('base64');
}

/** An identity provider of OIOSAML: it vouches for whomever a test says, and signs what a test says. */
export class SamlProvider {
  private constructor(
    readonly entityId: string,
    readonly signInUrl: string,
    readonly signing: TestKey,
  ) {}

  static async open(entityId = 'https://idp.example.dk', signInUrl = 'https://idp.example.dk/sso'): Promise<SamlProvider> {
    return new SamlProvider(entityId, signInUrl, await testKey('Prøveudbyder'));
  }

  /** Its metadata, as it would give it. */
  get metadata(): string {
    const bare = new X509Certificate(this.signing.certificate).raw.toString('base64');
    return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${this.entityId}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${this.logoutUrl}"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${this.signInUrl}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
  }

  get logoutUrl(): string {
    return `${this.signInUrl}/log-af`;
  }

  /** The query of a request that a person's sessions end, signed unless the test says otherwise. */
  logoutQuery(said: {
    now: Date;
    destination: string;
    nameId: string;
    sessionIndex?: string;
    id?: string;
    issuer?: string;
    signed?: boolean;
    by?: TestKey;
    algorithm?: string;
  }): string {
    const index = said.sessionIndex === undefined ? '' : `<samlp:SessionIndex>${said.sessionIndex}</samlp:SessionIndex>`;
    const xml = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id ?? `_l${randomUUID()}`}" Version="2.0" IssueInstant="${said.now.toISOString()}" Destination="${said.destination}"><saml:Issuer>${said.issuer ?? this.entityId}</saml:Issuer><saml:NameID>${said.nameId}</saml:NameID>${index}</samlp:LogoutRequest>`;
    const fields = { SAMLRequest: deflateRawSync(xml).toString('base64'), RelayState: 'tilstand', SigAlg: said.algorithm ?? rsaSha256 };
    const query = Object.entries(fields)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    if (said.signed === false) return query;
    const signature = createSign('sha256')
      .update(query)
      .sign((said.by ?? this.signing).key, 'base64');
    return `${query}&Signature=${encodeURIComponent(signature)}`;
  }

  /** One assertion, signed unless the test says otherwise. */
  assertion(said: Said, by: TestKey = this.signing): string {
    const plain = plainAssertion(said, said.issuer ?? this.entityId);
    return said.signed === false ? plain : signXml(plain, 'Assertion', by, said);
  }

  /** A response around assertions, as the provider's page would post it; base64. */
  response(...parts: readonly string[]): string {
    return Buffer.from(this.responseXml(...parts)).toString('base64');
  }

  responseXml(...parts: readonly string[]): string {
    return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r${randomUUID()}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${this.entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${parts.join('')}</samlp:Response>`;
  }
}

function plainAssertion(said: Said, issuer: string): string {
  const at = (moment: Date) => moment.toISOString();
  const ends = said.notOnOrAfter ?? new Date(said.now.getTime() + 5 * 60_000);
  const begins = said.notBefore ?? new Date(said.now.getTime() - 60_000);
  const attributes = said.attributes ?? oioSaml3({ name: 'Anna Æbelø', email: 'anna@example.dk' });
  const values = Object.entries(attributes).map(
    ([name, value]) =>
      `<saml:Attribute Name="${escaped(name)}"><saml:AttributeValue>${escaped(value)}</saml:AttributeValue></saml:Attribute>`,
  );
  const shown =
    said.authnInstant === null
      ? ''
      : `<saml:AuthnStatement AuthnInstant="${at(said.authnInstant ?? said.now)}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>https://data.gov.dk/concept/core/nsis/loa/Substantial</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id ?? `_a${randomUUID()}`}" IssueInstant="${at(said.now)}" Version="2.0"><saml:Issuer>${escaped(issuer)}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${said.nameId ?? 'urn:uuid:anna'}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${said.inResponseTo}" NotOnOrAfter="${at(ends)}" Recipient="${said.answerUrl}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at(begins)}" NotOnOrAfter="${at(ends)}"><saml:AudienceRestriction><saml:Audience>${escaped(said.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>${shown}<saml:AttributeStatement>${values.join('')}</saml:AttributeStatement></saml:Assertion>`;
}

/** Signs the one element of that name, with the signature after its issuer. */
export function signXml(xml: string, name: string, by: TestKey, how: { signature?: string; digest?: string } = {}): string {
  const signer = new SignedXml({
    privateKey: by.pem,
    publicCert: by.certificate,
    signatureAlgorithm: how.signature ?? rsaSha256,
    canonicalizationAlgorithm: c14n,
  });
  const xpath = `//*[local-name(.)='${name}']`;
  const transforms = ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', c14n];
  signer.addReference({ xpath, transforms, digestAlgorithm: how.digest ?? sha256 });
  signer.computeSignature(xml, { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' }, prefix: 'ds' });
  return signer.getSignedXml();
}

/** The assertion, encrypted for whoever holds the certificate's key. */
export async function encryptedFor(
  assertion: string,
  certificate: string,
  how: { content?: string; transport?: string } = {},
): Promise<string> {
  const data = await promisify(encrypt)(assertion, {
    rsa_pub: new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }) as string,
    pem: certificate,
    encryptionAlgorithm: (how.content ?? 'http://www.w3.org/2009/xmlenc11#aes256-gcm') as never,
    keyEncryptionAlgorithm: how.transport ?? 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
    warnInsecureAlgorithm: false,
  } as never);
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${String(data)}</saml:EncryptedAssertion>`;
}
