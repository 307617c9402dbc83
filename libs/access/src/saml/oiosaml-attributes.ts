import { readPrivileges, type Privilege } from './privileges.js';

/** NSIS's levels of assurance, lowest first. */
export const assuranceLevels = ['Low', 'Substantial', 'High'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** What an assertion says about a person, whichever of the vocabularies it speaks. */
export interface OioPerson {
  readonly profile: 'OIOSAML 3' | 'OIOSAML 2' | 'KOMBIT';
  readonly name: string;
  readonly email: string | undefined;
  /** The CVR number of the organisation the person acts for. */
  readonly cvr: string | undefined;
  readonly organisation: string | undefined;
  /** The level of assurance; undefined when none is stated or it is not known. */
  readonly level: AssuranceLevel | undefined;
  readonly privileges: readonly Privilege[];
}

type Attributes = ReadonlyMap<string, readonly string[]>;

const core = 'https://data.gov.dk/model/core/';
const nsis = 'https://data.gov.dk/concept/core/nsis/';
const dk = 'dk:gov:saml:attribute:';
const oid = 'urn:oid:';

/** One row a fact: its names in OIOSAML 3, and in OIOSAML 2 and KOMBIT's context handler. */
// prettier-ignore
const vocabulary = {
  version:    [`${core}specVersion`,                     `${dk}SpecVer`],
  kombit:     [`${dk}KombitSpecVer`],
  name:       [`${core}eid/fullName`,                    `${oid}2.5.4.3`],
  firstName:  [`${core}eid/firstName`,                   `${oid}2.5.4.42`],
  lastName:   [`${core}eid/lastName`,                    `${oid}2.5.4.4`],
  email:      [`${core}eid/email`,                       `${oid}0.9.2342.19200300.100.1.3`],
  cvr:        [`${core}eid/professional/cvr`,            `${dk}CvrNumberIdentifier`],
  org:        [`${core}eid/professional/orgName`,        `${oid}2.5.4.10`],
  level:      [`${nsis}loa`,                             `${dk}AssuranceLevel`],
  privileges: [`${core}eid/privilegesIntermediate`,      `${dk}Privileges_intermediate`],
} as const;

/** OIOSAML 2's levels (NIST 800-63) as NSIS has them: 3 is what a NemID gave, and counts as Substantial; 4 as High. */
const levels: Readonly<Record<string, AssuranceLevel>> = {
  low: 'Low',
  substantial: 'Substantial',
  high: 'High',
  '1': 'Low',
  '2': 'Low',
  '3': 'Substantial',
  '4': 'High',
};

/**
 * Reads the attributes of OIOSAML 3 (`https://data.gov.dk/…`), of OIOSAML 2 and of KOMBIT's context handler (`dk:gov:saml:…`). Throws an Error
 * that says in Danish what does not follow the profile: no version, more than one value of what there may be one of, privileges that
 * cannot be read.
 */
export function readOioAttributes(attributes: Attributes): OioPerson {
  const one = (fact: keyof typeof vocabulary): string | undefined => {
    const values = vocabulary[fact].flatMap((name) => attributes.get(name) ?? []).map((value) => value.trim());
    const [value, ...others] = [...new Set(values)];
    if (others.length > 0) throw new Error(`${vocabulary[fact][0]} har flere værdier`);
    return value === '' ? undefined : value;
  };
  const names = [one('firstName'), one('lastName')].filter(Boolean).join(' ');
  const level = one('level');
  const privileges = one('privileges');
  return {
    profile: profileOf(attributes),
    name: one('name') ?? names,
    email: one('email')?.toLowerCase(),
    cvr: one('cvr'),
    organisation: one('org'),
    level: level === undefined ? undefined : levels[level.replace(/^.*\//, '').toLowerCase()],
    privileges: privileges === undefined ? [] : readPrivileges(privileges),
  };
}

function profileOf(attributes: Attributes): OioPerson['profile'] {
  const [three, two] = vocabulary.version;
  if (attributes.has(vocabulary.kombit[0])) return 'KOMBIT';
  if (attributes.has(three)) return 'OIOSAML 3';
  if (attributes.has(two)) return 'OIOSAML 2';
  throw new Error('der står ikke, hvilken udgave det følger');
}

/** Whether a level is at least as high as another. */
export function isAtLeast(level: string | undefined, least: AssuranceLevel): boolean {
  return assuranceLevels.indexOf(level as AssuranceLevel) >= assuranceLevels.indexOf(least);
}
