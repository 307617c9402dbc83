import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { AppError } from '@genmaele/contracts';
import { allow } from './response-structure.js';
import { samlNames } from './saml-names.js';
import { allWithin, childrenOf, type XmlElement } from './xml-tree.js';

const v1 = 'http://www.w3.org/2001/04/xmlenc#';
const v11 = 'http://www.w3.org/2009/xmlenc11#';

/** What content may be encrypted with. GCM first; CBC is what NemLog-in and the context handler have long sent, and is signed inside. */
const contents: Readonly<Record<string, { cipher: string; key: number }>> = {
  [`${v11}aes128-gcm`]: { cipher: 'aes-128-gcm', key: 16 },
  [`${v11}aes256-gcm`]: { cipher: 'aes-256-gcm', key: 32 },
  [`${v1}aes128-cbc`]: { cipher: 'aes-128-cbc', key: 16 },
  [`${v1}aes256-cbc`]: { cipher: 'aes-256-cbc', key: 32 },
};

/** Keys travel by OAEP alone: PKCS#1 v1.5 lets one be guessed by asking. */
const transports = [`${v1}rsa-oaep-mgf1p`];
const digests: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
};

/**
 * Opens an encrypted assertion with our key (XML Encryption 1.1, RSA-OAEP with AES). Errors: `saml.algorithm`; `saml.not-for-us`, alike for
 * a foreign key, wrong padding and a broken text, so that nothing is learnt by trying.
 */
export function decryptAssertion(encrypted: XmlElement, key: KeyObject): string {
  const [data] = childrenOf(encrypted, samlNames.encryption, 'EncryptedData');
  const [wrapped, ...more] = [...allWithin(encrypted)].filter(({ ns, name }) => ns === samlNames.encryption && name === 'EncryptedKey');
  if (!data || !wrapped || more.length > 0) throw new AppError('saml.unreadable');
  const method = methodOf(data);
  allow(Object.keys(contents), [method?.attributes['Algorithm'] ?? '']);
  const transport = methodOf(wrapped);
  allow(transports, [transport?.attributes['Algorithm'] ?? '']);
  const digest = childrenOf(transport, samlNames.signature, 'DigestMethod')[0]?.attributes['Algorithm'] ?? Object.keys(digests)[0] ?? '';
  allow(Object.keys(digests), [digest]);
  const content = contents[method?.attributes['Algorithm'] ?? ''];
  try {
    const oaepHash = digests[digest] ?? '';
    const secret = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytesOf(wrapped));
    if (!content || secret.length !== content.key) throw new Error('key length');
    return opened(content.cipher, secret, bytesOf(data));
  } catch {
    throw new AppError('saml.not-for-us');
  }
}

const methodOf = (element: XmlElement) => childrenOf(element, samlNames.encryption, 'EncryptionMethod')[0];

function bytesOf(element: XmlElement): Buffer {
  const [data] = childrenOf(element, samlNames.encryption, 'CipherData');
  return Buffer.from(childrenOf(data, samlNames.encryption, 'CipherValue')[0]?.text ?? '', 'base64');
}

function opened(cipher: string, secret: Buffer, bytes: Buffer): string {
  if (cipher.endsWith('gcm')) {
    const decipher = createDecipheriv(cipher as 'aes-256-gcm', secret, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  }
  const decipher = createDecipheriv(cipher, secret, bytes.subarray(0, 16));
  // XML Encryption pads with any bytes and says only in the last how many.
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > 16) throw new Error('padding');
  return padded.subarray(0, -pad).toString('utf8');
}
