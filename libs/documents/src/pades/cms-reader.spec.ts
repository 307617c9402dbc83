import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { Integer } from 'asn1js';
import fc from 'fast-check';
import { issueTestCertificate } from './certificate.js';
import { cmsProblems, readCms } from './cms-reader.js';
import { cmsSignature, signedAttributes } from './cms-signature.js';
import { derParts, integer, octets, oid, readOid, sequence, tagged, tlv } from './der.js';
import { OID } from './oids.js';

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

/** A message that holds its own content, as a time stamp's token does. */
function stamped(): Buffer {
  const message = cms(own.der);
  const [, explicit] = derParts(derParts(message)![0]!.content)!;
  const parts = derParts(derParts(explicit!.content)![0]!.content)!.map(({ raw }) => raw);
  parts[2] = sequence(oid(OID.data), tagged(0, octets(content)));
  return sequence(oid(OID.signedData), tagged(0, sequence(...parts)));
}

/** The same in BER: the outer lengths left open, a content in two pieces. */
function leftOpen(der: Buffer): Buffer {
  const open = (tag: number, ...parts: Uint8Array[]) => Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.alloc(2)]);
  const [type, explicit] = derParts(derParts(der)![0]!.content)!;
  const data = derParts(derParts(explicit!.content)![0]!.content)!;
  const [kind, held] = derParts(data[2]!.content)!;
  const whole = held && derParts(held.content)![0]!.content;
  const pieces = whole ? [open(0xa0, open(0x24, octets(whole.subarray(0, 5)), octets(whole.subarray(5))))] : [];
  const inner = data.map((part, i) => (i === 2 ? open(0x30, kind!.raw, ...pieces) : part.raw));
  return open(0x30, type!.raw, open(0xa0, open(0x30, ...inner)));
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
    const types = readCms(cms(own.der)).signer.signedAttributes?.list.map(({ type }) => type);
    expect(types?.sort()).toEqual(['1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.52']);
  });

  it('is read alike when its lengths are left open and its content comes in pieces', () => {
    const stamp = stamped();
    for (const message of [cms(own.der), stamp]) {
      const open = leftOpen(message);
      expect(open.equals(message)).toBe(false);
      expect(readCms(Buffer.concat([open, Buffer.alloc(3)]))).toEqual({ ...readCms(message), rest: Buffer.alloc(3) });
    }
    expect(cmsProblems(readCms(leftOpen(stamp)), readCms(stamp).content!)).toEqual([]);
  });

  it('says what follows it', () => {
    expect(readCms(Buffer.concat([cms(own.der), Buffer.from([0, 0, 7])])).rest).toEqual(Buffer.from([0, 0, 7]));
  });

  it('is no message with two signers, or with one more part than it should have', () => {
    const message = cms(own.der);
    const [signer] = derParts(derParts(derParts(derParts(derParts(message)![0]!.content)![1]!.content)![0]!.content)!.at(-1)!.content)!;
    const data = derParts(derParts(derParts(derParts(message)![0]!.content)![1]!.content)![0]!.content)!.map(({ raw }) => raw);
    const again = (...parts: Uint8Array[]) => sequence(oid(OID.signedData), tagged(0, sequence(...parts)));
    expect(readCms(again(...data)).certificates).toHaveLength(2);
    expect(() => readCms(again(...data.slice(0, -1), tlv(0x31, signer!.raw, signer!.raw)))).toThrow('not exactly one signer');
    expect(() => readCms(again(...data.slice(0, -1), tlv(0x31, sequence(...derParts(signer!.content)!.map(({ raw }) => raw), octets(Buffer.from('x'))))))).toThrow('not a signer'); // prettier-ignore
  });

  it('is not read from other bytes', () => {
    expect(() => readCms(Buffer.from('noget helt andet'))).toThrow();
    expect(() => readCms(Buffer.from('300302010a', 'hex'))).toThrow();
  });
});

it('any object identifier is read as it was written', () => {
  const arcs = fc.array(fc.nat({ max: 2 ** 31 }), { minLength: 1, maxLength: 8 });
  const dotted = fc.oneof(
    fc.tuple(fc.constantFrom(0, 1), fc.nat({ max: 39 }), arcs),
    fc.tuple(fc.constant(2), fc.nat({ max: 5000 }), arcs),
  );
  fc.assert(
    fc.property(dotted, ([root, second, rest]) => {
      const id = [root, second, ...rest].join('.');
      expect(readOid(derParts(oid(id))![0]!.content)).toBe(id);
    }),
  );
});

it('any whole number is written as asn1js writes it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n }), (value) => integer(value).equals(Buffer.from(Integer.fromBigInt(value).toBER()))),
  );
  expect(integer(0)).toEqual(Buffer.from([2, 1, 0]));
});
