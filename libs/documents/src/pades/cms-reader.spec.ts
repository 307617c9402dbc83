import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { issueTestCertificate } from './certificate.js';
import { cmsProblems, readCms } from './cms-reader.js';
import { cmsSignature, signedAttributes } from './cms-signature.js';

const content = Buffer.from('det, der underskrives');
const [own, other] = ['egen', 'anden'].map((commonName) => {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = { organization: 'PRØVE', commonName };
  const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')];
  return { key, der: issueTestCertificate({ subject: name, key, purpose: 'seal', issuer: { name, key }, notBefore, notAfter }) };
}) as [{ key: ReturnType<typeof generateKeyPairSync>['privateKey']; der: Buffer }, { key: never; der: Buffer }];

function cms(bound: Buffer, hashed = content) {
  const attributes = signedAttributes(createHash('sha256').update(hashed).digest(), bound, 'ecdsa-p256-sha256');
  return cmsSignature({
    attributes,
    signature: sign('sha256', attributes, own.key),
    chain: [own.der, other.der],
    algorithm: 'ecdsa-p256-sha256',
  });
}

describe('a signed message', () => {
  it('holds when content, attributes, certificate and signature fit together', () => {
    const read = readCms(cms(own.der));
    expect(cmsProblems(read, content)).toEqual([]);
    expect(read.signerCertificate?.equals(own.der)).toBe(true);
    expect(read.content).toBeUndefined();
  });

  it('does not hold for other content', () => {
    expect(cmsProblems(readCms(cms(own.der)), Buffer.from('noget andet'))).toEqual(['digest-differs']);
  });

  it('does not hold when it names another certificate than the one it is checked with', () => {
    expect(cmsProblems(readCms(cms(other.der)), content)).toEqual(['certificate-not-bound']);
  });

  it('does not hold when its signed attributes were changed', () => {
    const changed = cms(own.der);
    const digest = createHash('sha256').update(content).digest();
    createHash('sha256').update('noget andet').digest().copy(changed, changed.indexOf(digest));
    expect(cmsProblems(readCms(changed), Buffer.from('noget andet'))).toEqual(['signature-wrong']);
  });

  it('carries the attributes of a PAdES baseline signature and no signing time', () => {
    const types = readCms(cms(own.der)).signer.signedAttrs?.attributes.map(({ type }) => type);
    expect(types?.sort()).toEqual(['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.52']);
  });

  it('is not read from other bytes', () => {
    expect(() => readCms(Buffer.from('noget helt andet'))).toThrow();
    expect(() => readCms(Buffer.from('300302010a', 'hex'))).toThrow();
  });
});
