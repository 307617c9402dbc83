import { childrenOf, readXml } from './xml-tree.js';

/** A right that someone else has given a person, and the organisation it holds in. */
export interface Privilege {
  /** The CVR number of the scope. */
  readonly cvr: string;
  /** The role, as a URI; compared whole, never in part. */
  readonly role: string;
}

const profile = 'http://digst.dk/oiosaml/basic_privilege_profile';
const itst = 'http://itst.dk/oiosaml/basic_privilege_profile';
const scopes = /^urn:dk:gov:saml:cvrNumberIdentifier:(\d{8})$/i;

/**
 * Reads the value of a privilege attribute: base64 of UTF-8 of an OIO basic privilege list. Groups whose scope is no CVR number hold for
 * nobody here and are left out. Throws an Error in Danish when it is no such list.
 */
export function readPrivileges(value: string): Privilege[] {
  const compact = value.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) throw new Error('rettighederne er ikke base64');
  let xml: string;
  try {
    xml = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
  } catch {
    throw new Error('rettighederne er ikke UTF-8');
  }
  const root = readXml(xml)?.root;
  if (!root || root.name !== 'PrivilegeList' || (root.ns !== profile && root.ns !== itst)) {
    throw new Error('rettighederne er ikke en PrivilegeList');
  }
  // The profile's inner elements have no namespace; some issuers give them the list's.
  const within = (element: typeof root, name: string) => [...childrenOf(element, '', name), ...childrenOf(element, root.ns, name)];
  return within(root, 'PrivilegeGroup').flatMap((group) => {
    const cvr = scopes.exec(group.attributes['Scope']?.trim() ?? '')?.[1];
    return cvr === undefined ? [] : within(group, 'Privilege').map(({ text }) => ({ cvr, role: text.trim() }));
  });
}
