import { AppError } from '@genmaele/contracts';
import { samlNames, samlTerms, signingAlgorithms } from './saml-names.js';
import { allWithin, childrenOf, readXml, type XmlElement } from './xml-tree.js';

/** A response whose outside is as it should be; nothing in it is verified yet. */
export interface SoundResponse {
  readonly root: XmlElement;
  /** Set when the assertion is encrypted; then {@link requireSoundSignature} is to be asked about what it holds. */
  readonly encrypted?: XmlElement;
}

const most = 400_000;

/** Reads a response, and holds it to the one outer form that is taken. Errors: `saml.unreadable`, `.comment`, `.status`, `.wrapped`. */
export function readResponse(xml: string): SoundResponse {
  const tree = xml.length > most ? undefined : readXml(xml);
  if (!tree || tree.root.ns !== samlNames.protocol || tree.root.name !== 'Response') throw new AppError('saml.unreadable');
  if (tree.remarked) throw new AppError('saml.comment');
  const { root } = tree;
  const status = childrenOf(childrenOf(root, samlNames.protocol, 'Status')[0], samlNames.protocol, 'StatusCode')[0];
  if (status?.attributes['Value'] !== samlTerms.success) throw new AppError('saml.status');
  const all = [...allWithin(root)];
  const outer = all.filter(({ ns, name }) => ns === samlNames.protocol && name === 'Response');
  const statements = all.filter(({ ns, name }) => ns === samlNames.assertion && (name === 'Assertion' || name === 'EncryptedAssertion'));
  const [only] = statements;
  if (!only) throw new AppError('saml.unreadable');
  if (outer.length !== 1 || statements.length !== 1 || !root.children.includes(only)) throw new AppError('saml.wrapped');
  return only.name === 'EncryptedAssertion' ? { root, encrypted: only } : { root };
}

const idsOf = ({ attributes }: XmlElement): string[] => ['ID', 'Id', 'id'].flatMap((name) => attributes[name] ?? []);

/**
 * Makes sure that the one assertion is signed, that its signature speaks of it and of nothing else, and that nothing in the document could
 * be taken for it. Errors: `saml.unsigned`, `saml.wrapped`, `saml.algorithm`.
 */
export function requireSoundSignature(root: XmlElement): void {
  const [assertion] = childrenOf(root, samlNames.assertion, 'Assertion');
  if (!assertion) throw new AppError('saml.unreadable');
  const all = [...allWithin(root)];
  const ids = all.flatMap(idsOf);
  const signatures = all.filter(({ ns, name }) => ns === samlNames.signature && name === 'Signature');
  const own = childrenOf(assertion, samlNames.signature, 'Signature');
  const outer = childrenOf(root, samlNames.signature, 'Signature');
  if (own.length > 1 || outer.length > 1 || signatures.length !== own.length + outer.length) throw new AppError('saml.wrapped');
  if (new Set(ids).size !== ids.length) throw new AppError('saml.wrapped');
  const [signature] = own;
  if (!signature) throw new AppError('saml.unsigned');
  holdSignature(signature, assertion);
  if (outer[0]) holdSignature(outer[0], root);
}

function holdSignature(signature: XmlElement, signed: XmlElement): void {
  const dsig = samlNames.signature;
  const [info, ...others] = childrenOf(signature, dsig, 'SignedInfo');
  const references = childrenOf(info, dsig, 'Reference');
  const [reference] = references;
  const points = reference?.attributes['URI'] === `#${signed.attributes['ID'] ?? ''}` && signed.attributes['ID'] !== '';
  if (others.length > 0 || references.length !== 1 || !points || childrenOf(signature, dsig, 'Object').length > 0) {
    throw new AppError('saml.wrapped');
  }
  const transforms = childrenOf(childrenOf(reference, dsig, 'Transforms')[0], dsig, 'Transform').map(algorithmOf);
  const { method, digest, canonical, enveloped } = signingAlgorithms;
  allow(canonical, childrenOf(info, dsig, 'CanonicalizationMethod').map(algorithmOf));
  allow(method, childrenOf(info, dsig, 'SignatureMethod').map(algorithmOf));
  allow(digest, childrenOf(reference, dsig, 'DigestMethod').map(algorithmOf));
  for (const each of transforms) allow([enveloped, ...canonical], [each]);
  if (transforms.length !== 2) throw new AppError('saml.algorithm', { algorithm: 'Transforms' });
}

const algorithmOf = ({ attributes }: XmlElement): string => attributes['Algorithm'] ?? '';

/** Errors: `saml.algorithm` unless there is exactly one, and it is among the known. */
export function allow(known: readonly string[], used: readonly string[]): void {
  const [algorithm] = used;
  if (used.length === 1 && algorithm !== undefined && known.includes(algorithm)) return;
  throw new AppError('saml.algorithm', { algorithm: (algorithm ?? 'ingen').slice(0, 120) });
}
