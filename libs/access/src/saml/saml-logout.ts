import { createVerify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { AppError } from '@genmaele/contracts';
import { allow } from './response-structure.js';
import { samlNames, samlTerms, signingAlgorithms } from './saml-names.js';
import { type SamlSettings } from './saml-settings.js';
import { samlLibrary } from './saml-verifier.js';
import { allWithin, childrenOf, readXml, type XmlElement } from './xml-tree.js';

/** What the provider knows a session of ours by. */
export interface SamlSession {
  readonly nameId: string;
  readonly sessionIndex?: string | undefined;
}

/** A request of the provider's that someone's sessions end; without session indexes, all of them. */
export interface LogoutRequest {
  readonly id: string;
  readonly nameId: string;
  readonly sessionIndexes: readonly string[];
  readonly relayState: string;
}

/** Minutes that a request may be on its way. */
export const logoutMinutes = 5;

const most = 100_000;

/** Where a browser is sent to end its session at the provider (HTTP-Redirect, signed). Undefined where the provider's metadata name no such place. */
export async function samlLogoutUrl(settings: SamlSettings, { nameId, sessionIndex }: SamlSession): Promise<string | undefined> {
  if (!settings.provider.logoutUrl) return undefined;
  const profile = { issuer: settings.provider.entityId, nameID: nameId, nameIDFormat: samlTerms.persistent };
  return samlLibrary(settings).getLogoutUrlAsync({ ...profile, ...(sessionIndex ? { sessionIndex } : {}) }, '', {});
}

/** Where a browser is sent with our answer to the provider's request, once it has been met. */
export function samlLogoutAnswerUrl(settings: SamlSettings, { id, nameId, relayState }: LogoutRequest): Promise<string> {
  const profile = { issuer: settings.provider.entityId, nameID: nameId, nameIDFormat: samlTerms.persistent, ID: id };
  return samlLibrary(settings).getLogoutResponseUrlAsync(profile, relayState, {}, true);
}

/**
 * The provider's request, by the query of the address that it came by (SAML Bindings 3.4.4.1: the signature is of the query as it was sent). Whether it was
 * used before is the caller's to ask. Errors: `saml.*`, by the first that fails.
 */
export function verifyLogoutRequest(query: string, settings: SamlSettings, now: Date): LogoutRequest {
  const raw = rawFields(query);
  const said = (name: string) => decode(raw.get(name) ?? '');
  holdSignature(raw, said, settings.provider.certificates);
  const root = requestIn(said('SAMLRequest'));
  if (textOf(root, samlNames.assertion, 'Issuer') !== settings.provider.entityId) throw new AppError('saml.issuer');
  if (root.attributes['Destination'] !== settings.logoutUrl) throw new AppError('saml.profile', { problem: 'Destination er ikke vores' });
  holdTimes(root, now);
  const { ID: id = '' } = root.attributes;
  const nameId = textOf(root, samlNames.assertion, 'NameID');
  if (id === '' || nameId === '') throw new AppError('saml.profile', { problem: 'der mangler ID eller NameID' });
  const sessionIndexes = childrenOf(root, samlNames.protocol, 'SessionIndex').map(({ text }) => text.trim());
  return { id, nameId, sessionIndexes, relayState: said('RelayState') };
}

/** The fields as they were sent. Errors: `saml.unreadable` when one is there twice. */
function rawFields(query: string): ReadonlyMap<string, string> {
  const pairs = query.split('&').map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new AppError('saml.unreadable');
  return new Map(pairs);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw new AppError('saml.unreadable');
  }
}

function holdSignature(raw: ReadonlyMap<string, string>, said: (name: string) => string, certificates: readonly string[]): void {
  if (!raw.has('SAMLRequest')) throw new AppError('saml.unreadable');
  if (!raw.has('Signature') || !raw.has('SigAlg')) throw new AppError('saml.unsigned');
  const algorithm = said('SigAlg');
  allow(signingAlgorithms.method, [algorithm]);
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].filter((name) => raw.has(name)).map((name) => `${name}=${raw.get(name)}`);
  const hash = algorithm.slice(algorithm.lastIndexOf('-') + 1);
  const fits = (certificate: string) => createVerify(hash).update(signed.join('&')).verify(certificate, said('Signature'), 'base64');
  if (!certificates.some(fits)) throw new AppError('saml.signature');
}

function requestIn(encoded: string): XmlElement {
  let xml: string;
  try {
    xml = inflateRawSync(Buffer.from(encoded, 'base64'), { maxOutputLength: most }).toString('utf8');
  } catch {
    throw new AppError('saml.unreadable');
  }
  const tree = readXml(xml);
  if (tree?.remarked) throw new AppError('saml.comment');
  if (!tree || tree.root.ns !== samlNames.protocol || tree.root.name !== 'LogoutRequest') throw new AppError('saml.unreadable');
  const names = [...allWithin(tree.root)].filter(({ ns, name }) => ns === samlNames.assertion && name === 'NameID');
  if (names.length !== 1) throw new AppError('saml.profile', { problem: 'der er ikke ét NameID' });
  return tree.root;
}

function holdTimes({ attributes }: XmlElement, now: Date): void {
  const issued = Date.parse(attributes['IssueInstant'] ?? '');
  const until = attributes['NotOnOrAfter'] === undefined ? Infinity : Date.parse(attributes['NotOnOrAfter']);
  if (Number.isNaN(issued) || Number.isNaN(until)) throw new AppError('saml.profile', { problem: 'der mangler en tid' });
  if (now.getTime() >= Math.min(until, issued + logoutMinutes * 60_000)) throw new AppError('saml.expired');
  if (issued > now.getTime() + logoutMinutes * 60_000) throw new AppError('saml.not-yet');
}

const textOf = (root: XmlElement, ns: string, name: string): string => childrenOf(root, ns, name)[0]?.text.trim() ?? '';
