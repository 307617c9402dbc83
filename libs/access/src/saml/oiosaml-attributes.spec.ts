import fc from 'fast-check';
import { oioSaml3, privilegeList } from '@genmaele/testing';
import { isAtLeast, readOioAttributes } from './oiosaml-attributes.js';
import { readPrivileges } from './privileges.js';

const attributes = (given: Record<string, string>) => new Map(Object.entries(given).map(([name, value]) => [name, [value]]));
const dk = 'dk:gov:saml:attribute:';
const role = 'http://kl.dk/roles/jobrole/hoering_chair/1';

describe('the attributes of OIOSAML', () => {
  it.each([
    ['OIOSAML 3', oioSaml3({ name: 'Åse Ø', email: 'AASE@example.dk', cvr: '62547413', level: 'Substantial' })],
    [
      'OIOSAML 2',
      {
        [`${dk}SpecVer`]: 'DK-SAML-2.0',
        'urn:oid:2.5.4.3': 'Åse Ø',
        'urn:oid:0.9.2342.19200300.100.1.3': 'aase@example.dk',
        [`${dk}CvrNumberIdentifier`]: '62547413',
        [`${dk}AssuranceLevel`]: '3',
      },
    ],
    [
      'KOMBIT',
      {
        [`${dk}SpecVer`]: 'DK-SAML-2.0',
        [`${dk}KombitSpecVer`]: '1.0',
        'urn:oid:2.5.4.3': 'Åse Ø',
        'urn:oid:0.9.2342.19200300.100.1.3': 'aase@example.dk',
        [`${dk}CvrNumberIdentifier`]: '62547413',
        'https://data.gov.dk/concept/core/nsis/loa': 'Substantial',
      },
    ],
  ])('say the same of a person by %s', (profile, given) => {
    expect(readOioAttributes(attributes(given))).toEqual({
      profile,
      name: 'Åse Ø',
      email: 'aase@example.dk',
      cvr: '62547413',
      organisation: undefined,
      level: 'Substantial',
      privileges: [],
    });
  });

  it('are refused when they say two things of one', () => {
    const twice = new Map([
      ...attributes(oioSaml3({ name: 'A', email: 'a@b.dk' })),
      ['https://data.gov.dk/concept/core/nsis/loa', ['Low', 'High']],
    ]);
    expect(() => readOioAttributes(twice)).toThrow('flere værdier');
  });

  it('know no level that is not one', () => {
    for (const level of ['', '5', 'highest', 'constructor', 'Substantial ']) {
      const person = readOioAttributes(attributes(oioSaml3({ name: 'A', email: 'a@b.dk', level })));
      expect([level, isAtLeast(person.level, 'Substantial')]).toEqual([level, level.trim() === 'Substantial']);
    }
  });
});

describe('a privilege list', () => {
  it('is read as UTF-8, each role whole and under its own CVR number', () => {
    const groups = [
      { cvr: '62547413', roles: [role, 'http://kl.dk/roles/ændrer/1'] },
      { cvr: '12345678', roles: [role] },
    ];
    expect(readPrivileges(privilegeList(groups))).toEqual([
      { cvr: '62547413', role },
      { cvr: '62547413', role: 'http://kl.dk/roles/ændrer/1' },
      { cvr: '12345678', role },
    ]);
  });

  it('gives nothing for a scope that is no CVR number', () => {
    const xml = Buffer.from(privilegeList([{ cvr: '62547413', roles: [role] }]), 'base64').toString();
    for (const scope of [
      'urn:dk:gov:saml:cvrNumberIdentifier:6254741',
      'urn:andet:62547413',
      'urn:dk:gov:saml:cvrNumberIdentifier:62547413x',
    ]) {
      const other = xml.replace(/Scope="[^"]*"/, `Scope="${scope}"`);
      expect(readPrivileges(Buffer.from(other).toString('base64'))).toEqual([]);
    }
  });

  it.each([
    ['not base64', '<x/>'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x3c]).toString('base64')],
    ['not a list', Buffer.from('<x/>').toString('base64')],
    ['with entities', Buffer.from('<!DOCTYPE p [<!ENTITY a "b">]><p/>').toString('base64')],
  ])('is refused when it is %s', (_what, value) => {
    expect(() => readPrivileges(value)).toThrow('rettighederne er ikke');
  });

  it('never ends but in a list or an error of ours, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.string().map((text) => Buffer.from(text).toString('base64')),
        ),
        (value) => {
          try {
            expect(Array.isArray(readPrivileges(value))).toBe(true);
          } catch (error) {
            expect((error as Error).message).toMatch(/^rettighederne er ikke/);
          }
        },
      ),
    );
  });
});
