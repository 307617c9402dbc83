import fc from 'fast-check';

/** The part of OpenAPI's schemas that our document uses. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Values that a program should never send, and some do. */
const wild = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', 0, -1, 1.5, 1e308, 2 ** 31, 2 ** 53, true, false, [], {}, [null], [[]], '\u0000', '\ud800'),
  fc.constantFrom(
    '2026-02-30',
    '0000-00-00',
    '9999-12-31',
    '+275760-09-13',
    '24:00',
    "'; --",
    '%00',
    '../..',
    '__proto__',
    'æ\u0301ø\u202e',
  ),
  fc.constant('å'.repeat(5000)),
  fc.jsonValue({ maxDepth: 2 }),
  fc.uuid(),
);

/** Bodies that a schema allows; where it asks for an id, most often one of those that exist. */
export function goodBody(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => goodBody(each, ids)));
  switch (schema.type) {
    case 'string':
      return goodText(schema, ids);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? -1e6, -1e9), max: Math.min(schema.maximum ?? 1e6, 1e9) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(goodBody(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case 'object':
      return goodObject(schema, ids);
    default:
      return wild;
  }
}

function goodText({ format, pattern, minLength = 0, maxLength = 60 }: Schema, ids: readonly string[]): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() });
  if (format === 'date') return fc.constantFrom('2026-11-20', '2026-12-18', '2027-01-04', '2028-02-29', '2020-01-01');
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)), unit: 'grapheme' });
}

function goodObject({ properties = {}, required = [], additionalProperties }: Schema, ids: readonly string[]): fc.Arbitrary<object> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, goodBody(each, ids)]));
  const record = fc.record(known, { requiredKeys: required.filter((name) => name in known) });
  if (typeof additionalProperties !== 'object') return record;
  const more = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), goodBody(additionalProperties, ids), { maxKeys: 3 });
  return fc.tuple(record, more).map(([one, other]) => ({ ...other, ...one }));
}

/** A good body with one place of it made wrong: another value, nothing, or something more. */
export function nearGoodBody(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.tuple(goodBody(schema, ids), fc.nat(), wild, fc.constantFrom('put', 'drop', 'add')).map(([body, at, value, how]) => {
    const places = placesIn(body);
    const place = places[at % Math.max(1, places.length)];
    if (!place) return value;
    if (how === 'drop') delete place.of[place.key];
    else place.of[how === 'add' ? `${place.key}x` : place.key] = value;
    return body;
  });
}

/** Bodies that no schema was asked about. */
export const badBody: fc.Arbitrary<unknown> = fc.oneof(wild, fc.jsonValue({ maxDepth: 3 }));

/** What stands in an address where an id should. */
export const badPart = fc.oneof(
  fc.constantFrom('0', 'null', 'undefined', '%00', '%2e%2e', '%ff', 'æøå', '-1', 'x'.repeat(3000), '%ED%A0%80', '[object Object]'),
  fc.string({ minLength: 1, maxLength: 20 }).map(encodeURIComponent),
);

interface Place {
  readonly of: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (value === null || typeof value !== 'object') return [];
  const of = value as Record<string, unknown>;
  return Object.keys(of).flatMap((key) => [{ of, key }, ...placesIn(of[key])]);
}
