import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type CertificatePurpose, issueTestCertificate } from './certificate.js';
import { chainToRoot } from './certificate-chain.js';

const at = new Date('2026-11-22T12:00:00Z');
const ends = new Date('2028-01-01T00:00:00Z');

interface Made {
  der: Buffer;
  key: KeyObject;
  name: { organization: string; commonName: string };
}

function make(
  commonName: string,
  purpose: CertificatePurpose,
  issuer?: Made,
  from = '2026-01-01T00:00:00Z',
  to = ends,
  bits?: number,
): Made {
  const pair = bits ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = pair.privateKey;
  const name = { organization: 'PRØVE', commonName };
  const by = issuer ? { name: issuer.name, key: issuer.key } : { name, key };
  return { der: issueTestCertificate({ subject: name, key, purpose, issuer: by, notBefore: new Date(from), notAfter: to }), key, name };
}

const root = make('rod', 'root');
const issuing = make('udsteder', 'issuing', root);
const seal = make('segl', 'seal', issuing);
const trusted = (leaf: Made, others: Made[]) =>
  chainToRoot(
    leaf.der,
    others.map(({ der }) => der),
    [root.der],
    at,
  ).trusted;

describe('a certificate is trusted', () => {
  it('through its issuers up to a trusted root, whatever their order', () => {
    const stranger = make('fremmed', 'issuing', make('fremmed rod', 'root'));
    expect(trusted(seal, [stranger, issuing])).toBe(true);
    expect(chainToRoot(seal.der, [issuing.der], [root.der], at).chain).toEqual([seal.der, issuing.der, root.der]);
  });
});

describe('a certificate is not trusted', () => {
  it('when its issuer is no authority', () => {
    expect(trusted(make('falsk', 'seal', seal), [seal, issuing])).toBe(false);
  });

  it('when there are more authorities between than one of them allows', () => {
    const below = make('under', 'issuing', issuing);
    expect(trusted(make('dyb', 'seal', below), [below, issuing])).toBe(false);
  });

  it('when an authority of the same name but another key is the one trusted', () => {
    const twin = make('udsteder', 'issuing', make('rod', 'root'));
    expect(trusted(make('segl', 'seal', twin), [twin, issuing])).toBe(false);
  });

  it('when its issuer was not valid at the time', () => {
    const expired = make('udløbet', 'issuing', root, '2025-01-01T00:00:00Z', new Date('2026-06-01T00:00:00Z'));
    expect(trusted(make('segl', 'seal', expired), [expired])).toBe(false);
  });

  it('when it was not valid itself, and that is said', () => {
    const early = make('segl', 'seal', issuing, '2027-01-01T00:00:00Z');
    expect(chainToRoot(early.der, [issuing.der], [root.der], at)).toMatchObject({
      trusted: false,
      problem: 'Certifikatet var ikke gyldigt på underskriftens tidspunkt.',
    });
  });

  it('when it is an authority that signs letters itself', () => {
    expect(trusted(issuing, [])).toBe(false);
  });

  it('when its key is short', () => {
    expect(trusted(make('kort', 'seal', issuing, undefined, ends, 1024), [issuing])).toBe(false);
  });
});
