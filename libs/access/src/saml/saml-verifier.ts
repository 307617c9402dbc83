import { SAML } from '@node-saml/passport-saml';
import { AppError } from '@genmaele/contracts';
import { decryptAssertion } from './decrypt-assertion.js';
import { isAtLeast, type OioPerson, readOioAttributes } from './oiosaml-attributes.js';
import { readResponse, requireSoundSignature } from './response-structure.js';
import { samlNames, samlTerms } from './saml-names.js';
import { type SamlSettings } from './saml-settings.js';
import { childrenOf, readXml, type XmlElement } from './xml-tree.js';

/** An assertion that holds: who says it, of whom, and for which of our requests. */
export interface VerifiedAssertion {
  readonly issuer: string;
  /** The NameID. */
  readonly subject: string;
  readonly person: OioPerson;
  /** When the person showed who they are, which may be long before; undefined when that is not stated. */
  readonly authenticatedAt: Date | undefined;
  /** What the provider calls the session that it has with the person. */
  readonly sessionIndex: string | undefined;
  /** The request of ours that it answers. */
  readonly inResponseTo: string;
}

/** Keeps ids of used assertions; false when this one is there already. */
export type RememberAssertion = (id: string, until: Date) => Promise<boolean>;

/** Clocks may differ by so much. */
const skew = 2 * 60_000;

const { assertion: saml } = samlNames;
const textOf = (element: XmlElement | undefined): string => element?.text.trim() ?? '';

/** node-saml with our keys; with `forceAuthn` whoever is signed in there is asked all the same. It makes the requests and checks the signatures. Times are ours to check, for it takes no clock. */
export function samlLibrary(settings: SamlSettings, requestId?: string, forceAuthn = false): SAML {
  return new SAML({
    issuer: settings.entityId,
    callbackUrl: settings.answerUrl,
    entryPoint: settings.provider.signInUrl,
    idpCert: [...settings.provider.certificates],
    privateKey: settings.key.export({ type: 'pkcs8', format: 'pem' }) as string,
    decryptionPvk: settings.key.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicCert: settings.certificate,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    identifierFormat: samlTerms.persistent,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    audience: false,
    acceptedClockSkewMs: -1,
    disableRequestedAuthnContext: true,
    forceAuthn,
    logoutCallbackUrl: settings.logoutUrl,
    ...(settings.provider.logoutUrl ? { logoutUrl: settings.provider.logoutUrl } : {}),
    ...(requestId ? { generateUniqueId: () => requestId } : {}),
  });
}

/**
 * Whether a response from the identity provider holds, each thing by itself: form, signature, issuer, audience, times, that it has not been used,
 * who it was sent to, and the level of assurance. What is answered comes from the signed bytes alone. Errors: `saml.*`, by the first that fails.
 */
export async function verifyResponse(
  encoded: string,
  settings: SamlSettings,
  { now, remember }: { now: Date; remember: RememberAssertion },
): Promise<VerifiedAssertion> {
  const xml = plainResponse(Buffer.from(encoded, 'base64').toString('utf8'), settings);
  const assertion = await signedAssertion(xml, settings);
  holdProfile(assertion, settings);
  const until = holdTimes(assertion, now);
  if (!(await remember(`${settings.provider.entityId} ${assertion.attributes['ID'] ?? ''}`, new Date(until.getTime() + skew)))) {
    throw new AppError('saml.replayed');
  }
  const person = personIn(assertion);
  if (!isAtLeast(person.level, settings.leastLevel)) throw new AppError('saml.level', { least: settings.leastLevel });
  const [subject] = childrenOf(assertion, saml, 'Subject');
  const inResponseTo = confirmationOf(assertion, settings)?.attributes['InResponseTo'];
  if (!inResponseTo) throw new AppError('saml.not-asked');
  const nameId = textOf(childrenOf(subject, saml, 'NameID')[0]);
  const sessionIndex = childrenOf(assertion, saml, 'AuthnStatement')[0]?.attributes['SessionIndex'];
  return {
    issuer: settings.provider.entityId,
    subject: nameId,
    person,
    authenticatedAt: authenticatedAt(assertion, now),
    sessionIndex,
    inResponseTo,
  };
}

/** The latest time at which the person showed who they are, by the statements of it. Errors: `saml.not-yet` for a time to come, `saml.profile`. */
function authenticatedAt(assertion: XmlElement, now: Date): Date | undefined {
  const times = childrenOf(assertion, saml, 'AuthnStatement').map(({ attributes }) => Date.parse(attributes['AuthnInstant'] ?? ''));
  if (times.length === 0) return undefined;
  if (times.some(Number.isNaN)) throw new AppError('saml.profile', { problem: 'AuthnInstant er ingen tid' });
  if (now.getTime() + skew < Math.max(...times)) throw new AppError('saml.not-yet');
  return new Date(Math.max(...times));
}

/** The response with its assertion opened, in the one form that is taken. */
function plainResponse(xml: string, settings: SamlSettings): string {
  const { root, encrypted } = readResponse(xml);
  if (!encrypted) {
    requireSoundSignature(root);
    return xml;
  }
  const opened = decryptAssertion(encrypted, settings.key).replace(/^\uFEFF?<\?xml[^>]*\?>/, '');
  const status = `<samlp:Status><samlp:StatusCode Value="${samlTerms.success}"/></samlp:Status>`;
  const whole = `<samlp:Response xmlns:samlp="${samlNames.protocol}" ID="_opened" Version="2.0">${status}${opened}</samlp:Response>`;
  const inner = readResponse(whole);
  if (inner.encrypted) throw new AppError('saml.wrapped');
  requireSoundSignature(inner.root);
  return whole;
}

/** What was signed, read from the bytes that the signature covers. */
async function signedAssertion(xml: string, settings: SamlSettings): Promise<XmlElement> {
  let signed: string | undefined;
  try {
    const { profile } = await samlLibrary(settings).validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') });
    signed = profile?.getAssertionXml?.();
  } catch {
    throw new AppError('saml.signature');
  }
  const root = signed === undefined ? undefined : readXml(signed)?.root;
  if (!root || root.ns !== saml || root.name !== 'Assertion') throw new AppError('saml.signature');
  return root;
}

function holdProfile(assertion: XmlElement, { provider, entityId }: SamlSettings): void {
  const [issuer] = childrenOf(assertion, saml, 'Issuer');
  if (textOf(issuer) !== provider.entityId) throw new AppError('saml.issuer');
  const stray = Object.entries(issuer?.attributes ?? {}).some(([name, value]) => name !== 'Format' || value !== samlTerms.entity);
  if (stray) throw new AppError('saml.profile', { problem: 'Issuer har en attribut, den ikke må have' });
  if (!assertion.attributes['ID']) throw new AppError('saml.profile', { problem: 'der er intet ID' });
  const conditions = childrenOf(assertion, saml, 'Conditions');
  const restrictions = childrenOf(conditions[0], saml, 'AudienceRestriction');
  const ours = restrictions.every((each) => childrenOf(each, saml, 'Audience').some((audience) => textOf(audience) === entityId));
  if (conditions.length !== 1 || restrictions.length === 0 || !ours) throw new AppError('saml.audience');
}

/** Until when the assertion may be used; errors outside its time. */
function holdTimes(assertion: XmlElement, now: Date): Date {
  const [conditions] = childrenOf(assertion, saml, 'Conditions');
  const [subject] = childrenOf(assertion, saml, 'Subject');
  const data = childrenOf(subject, saml, 'SubjectConfirmation').flatMap((each) => childrenOf(each, saml, 'SubjectConfirmationData'));
  const ends = [conditions, ...data].flatMap((each) => each?.attributes['NotOnOrAfter'] ?? []).map((at) => Date.parse(at));
  const begins = [conditions, ...data].flatMap((each) => each?.attributes['NotBefore'] ?? []).map((at) => Date.parse(at));
  if (ends.length === 0 || [...ends, ...begins].some(Number.isNaN)) throw new AppError('saml.profile', { problem: 'der mangler en tid' });
  if (now.getTime() - skew >= Math.min(...ends)) throw new AppError('saml.expired');
  const issued = Date.parse(assertion.attributes['IssueInstant'] ?? '');
  if (now.getTime() + skew < Math.max(...begins, issued)) throw new AppError('saml.not-yet');
  return new Date(Math.max(...ends));
}

/** The bearer's confirmation that is meant for us. */
function confirmationOf(assertion: XmlElement, { answerUrl }: SamlSettings): XmlElement | undefined {
  const [subject] = childrenOf(assertion, saml, 'Subject');
  return childrenOf(subject, saml, 'SubjectConfirmation')
    .filter(({ attributes }) => attributes['Method'] === samlTerms.bearer)
    .flatMap((each) => childrenOf(each, saml, 'SubjectConfirmationData'))
    .find(({ attributes }) => attributes['Recipient'] === answerUrl && attributes['NotOnOrAfter'] !== undefined);
}

function personIn(assertion: XmlElement): OioPerson {
  const values = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, saml, 'AttributeStatement')) {
    for (const each of childrenOf(statement, saml, 'Attribute')) {
      const name = each.attributes['Name'] ?? '';
      values.set(name, [...(values.get(name) ?? []), ...childrenOf(each, saml, 'AttributeValue').map(({ text }) => text)]);
    }
  }
  const [subject] = childrenOf(assertion, saml, 'Subject');
  const names = childrenOf(subject, saml, 'NameID');
  if (names.length !== 1 || textOf(names[0]) === '') throw new AppError('saml.profile', { problem: 'der er ikke ét NameID' });
  try {
    return readOioAttributes(values);
  } catch (error) {
    throw new AppError('saml.profile', { problem: (error as Error).message });
  }
}
