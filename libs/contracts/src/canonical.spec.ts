import fc from 'fast-check';
import { canonicalJson, sha256 } from './canonical.js';
import { draftContent, type DraftContent, draftHash } from './draft.js';

/** The value with the keys of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

const json = fc.jsonValue({ stringUnit: 'grapheme' });

describe('the canonical form', () => {
  it('is the same whatever the order of the keys', () => {
    fc.assert(fc.property(json, (value) => expect(canonicalJson(turned(value))).toBe(canonicalJson(value))));
  });

  it('is the same after a way through JSON and a database', () => {
    fc.assert(fc.property(json, (value) => expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value))));
  });

  it('is JSON that says the same as the value, but for the writing of letters', () => {
    const ascii = fc.jsonValue({ stringUnit: 'grapheme-ascii' });
    fc.assert(fc.property(ascii, (value) => expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
  });

  it('takes «å» typed in two ways for one letter, in values and in keys', () => {
    expect(canonicalJson({ 'a\u030a': 'Bla\u030abær' })).toBe(canonicalJson({ å: 'Blåbær' }));
  });

  it('tells apart what differs by one letter', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) =>
        expect(canonicalJson([a]) === canonicalJson([b])).toBe(a.normalize() === b.normalize()),
      ),
    );
  });
});

describe('a hash', () => {
  it('is SHA-256 of the UTF-8 bytes, in lower-case hexadecimal', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('æ')).toBe(sha256(Buffer.from([0xc3, 0xa6])));
  });
});

const draft: DraftContent = {
  template: 'hoeringssvar',
  lead: ['Først.'],
  sections: [{ heading: 'Generelt', paragraphs: ['Et.', 'To.'] }],
  points: [{ number: 1, stance: 'proposes', provisions: ['§ 1, nr. 5'], text: 'Foreslår.' }],
  reservations: { political: true, economic: false },
};

const reserved = { template: 'hoeringssvar-med-forbehold', treatment: { body: 'Udvalget' } } as const;
const estimate: NonNullable<DraftContent['economic']> = {
  priceLevel: '2027-pl',
  years: [2027],
  position: 'awaiting',
  effects: [{ party: 'state', kind: 'operation', ministry: [1.5] }],
  assumptions: [],
};

/** Every draft that differs from `draft` in one place. */
const changed: [what: string, draft: DraftContent][] = [
  ['the template', { ...draft, template: 'ministerbrev' }],
  ['the recipient', { ...draft, recipient: { title: 'boligminister', name: 'N.N.' } }],
  ['a word of the lead', { ...draft, lead: ['Forst.'] }],
  ['the order of two paragraphs', { ...draft, sections: [{ heading: 'Generelt', paragraphs: ['To.', 'Et.'] }] }],
  ['a paragraph cut in two', { ...draft, sections: [{ heading: 'Generelt', paragraphs: ['Et.', 'To', '.'] }] }],
  ['a heading', { ...draft, sections: [{ heading: 'Generelt ', paragraphs: ['Et.', 'To.'] }] }],
  ['the number of a point', { ...draft, points: [{ ...draft.points[0]!, number: 2 }] }],
  ['the stance of a point', { ...draft, points: [{ ...draft.points[0]!, stance: 'critical' }] }],
  ['the provision of a point', { ...draft, points: [{ ...draft.points[0]!, provisions: ['§ 1, nr. 6'] }] }],
  ['who treats it', { ...draft, treatment: { body: 'Udvalget' } }],
  ['the estimate', { ...draft, economic: estimate }],
  ['a reservation', { ...draft, reservations: { political: true, economic: true } }],
];

describe('the hash of a draft', () => {
  it.each(changed)('changes with %s', (_what, other) => {
    expect(draftHash(other, [])).not.toBe(draftHash(draft, []));
  });

  it('changes with every attachment and their order', () => {
    const hashes = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a']].map((attachments) => draftHash(draft, attachments));
    expect(new Set(hashes).size).toBe(5);
  });

  it('is the same for a draft read back from the database', () => {
    expect(draftHash(turned(draft) as DraftContent, [])).toBe(draftHash(draft, []));
    expect(draftHash({ ...draft, recipient: undefined }, [])).toBe(draftHash(draft, []));
  });
});

const noRemarks = {
  ...draft,
  template: 'ingen-bemaerkninger',
  sections: [],
  points: [],
  reservations: { political: false, economic: false },
};

describe('a draft', () => {
  it.each([
    ['is empty', { ...draft, lead: [], sections: [], points: [] }, 'udkastet er tomt'],
    ...(['sections', 'points', 'reservations'] as const).map((kept): [string, object, string] => [
      `has no remarks, and ${kept}`,
      { ...noRemarks, [kept]: kept === 'reservations' ? { political: true, economic: false } : draft[kept] },
      'et svar uden bemærkninger har hverken afsnit, punkter eller forbehold; vælg et høringssvar, eller slet dem',
    ]),
    ['is a ministerial letter to nobody', { ...draft, template: 'ministerbrev' }, 'brevet mangler en modtager'],
    [
      'is sent with reservation, treated by nobody',
      { ...draft, template: 'hoeringssvar-med-forbehold' },
      'det fremgår ikke, hvem der behandler svaret',
    ],
    [
      'is sent with reservation and takes none',
      { ...draft, ...reserved, reservations: { political: false, economic: false } },
      'et svar med forbehold skal tage mindst ét forbehold',
    ],
    ['is an economic response without an estimate', { ...draft, template: 'oekonomisk-svar' }, 'skønnet mangler'],
    [
      'lacks an amount for a year',
      { ...draft, template: 'oekonomisk-svar', economic: { ...estimate, years: [2027, 2028] } },
      'en post har ikke et beløb for hvert år',
    ],
    ['gives two points one number', { ...draft, points: [draft.points[0], draft.points[0]] }, 'to punkter har samme nummer'],
  ])('is refused when it %s', (_what, given, problem) => {
    expect(draftContent.safeParse(given).error?.issues.map((issue) => issue.message)).toEqual([problem]);
  });

  it('keeps nothing that is not part of the letter', () => {
    expect(draftContent.parse({ ...draft, approved: true })).toEqual(draft);
  });
});
