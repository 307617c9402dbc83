import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { issueTestCertificate } from './certificate.js';
import { certificateExpiry } from './certificate-expiry.js';

const DAY = 24 * 60 * 60 * 1000;
const ends = new Date('2027-01-01T00:00:00Z');
const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const name = { organization: 'PRØVE', commonName: 'Segl, æøå' };
const order = { subject: name, key, purpose: 'seal', issuer: { name, key }, notBefore: new Date('2026-01-01T00:00:00Z') } as const;
const der = issueTestCertificate({ ...order, notAfter: ends });

describe('the end of a certificate', () => {
  it.each([
    [91, undefined],
    [90, 90],
    [31, 90],
    [30, 30],
    [7, 7],
    [0, 7],
    [-3, 7],
  ])('%i days before calls for the warning %s', (days, warning) => {
    const found = certificateExpiry(der, new Date(ends.getTime() - days * DAY));
    expect([found.daysLeft, found.warning, found.name]).toEqual([days, warning, 'Segl, æøå']);
  });

  it('never calls for a milder warning as time goes', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (a, b) => {
        const [early, late] = [Math.max(a, b), Math.min(a, b)].map(
          (days) => certificateExpiry(der, new Date(ends.getTime() - days * DAY)).warning ?? 365,
        );
        return late! <= early!;
      }),
    );
  });
});
