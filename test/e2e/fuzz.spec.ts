import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { roles } from '@genmaele/contracts';
import { actorWith, caseIn, housingCommittee } from '@genmaele/testing';
import { badBody, badPart, goodBody, nearGoodBody, type Schema } from './fuzz-bodies.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Answer, type Visitor } from './visitor.js';

/** How many requests each operation gets: few beside the other tests, more in the proof's sample, most when `PROOF_FULL` asks for them. */
const requests = process.env['PROOF_FULL'] ? 200 : process.env['PROOF_SAMPLE'] ? 10 : 3;
jest.setTimeout(300_000);

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

const { paths, components } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
);

/** An error as every program may count on it (RFC 9457), with our own `code`, `why` and `todo` where there are. */
const problem = z.object({ type: z.string(), title: z.string().min(1), status: z.number(), code: z.string().min(1), instance: z.string() });

let house: ServedHouse;
let visitor: Visitor;
let ids: string[];

beforeAll(async () => {
  house = await openServedHouse();
  const [drafting, approval] = [await caseIn(house, 'drafting'), await caseIn(house, 'in-approval')];
  const people = [house.people.chair.id, house.people.head.id];
  ids = [drafting.id, approval.id, drafting.hearingId, approval.hearingId, housingCommittee, ...people].filter((id) => id !== null);
  visitor = await newcomer();
});
afterAll(() => house?.close());

/** Someone with every role there is, so that what is asked for is reached. */
async function newcomer(): Promise<Visitor> {
  const held = roles.filter((role) => role !== 'system').map((role) => ({ role }));
  const { email } = await actorWith(house.database, held, house.clock.now(), 'Alle Roller');
  return house.visitor().signedIn(email, password);
}

function requestOf(path: string, operation: Operation) {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema
    ? fc.oneof(goodBody(schema, ids), nearGoodBody(schema, ids), badBody).map((each) => JSON.stringify(each))
    : fc.constantFrom('{}', '', '[', '"\u0000"');
  const part = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: badPart },
  );
  const address = fc.array(part, { minLength: 4, maxLength: 4 }).map((parts) => {
    let next = 0;
    return path.replaceAll(/\{(\w+)\}/g, () => parts[(next += 1) % parts.length] ?? '');
  });
  return fc.record({ address, body, query: fc.constantFrom('', '', '?q=%00', '?from=2026-02-30&to=x', '?page=-1&limit=1e9', '?q[]=1') });
}

async function ask(method: string, path: string, body: string): Promise<Answer> {
  if (method === 'GET') return visitor.get(path);
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const answer = await visitor.ask(method, path, { headers, body });
  if (answer.body?.code !== 'request.version-missing') return answer;
  const version = (await visitor.versionFor(path)) ?? '"1"';
  return visitor.ask(method, path, { headers: { ...headers, 'if-match': version }, body });
}

/** A schema that refers to the document's shared ones, as one that carries them itself: only so can zod follow it. */
const readerOf = (schema: object): z.ZodType =>
  z.fromJSONSchema(
    JSON.parse(JSON.stringify({ ...schema, $defs: components.schemas }).replaceAll('#/components/schemas/', '#/$defs/')) as Parameters<
      typeof z.fromJSONSchema
    >[0],
  );

/** What is wrong with an answer; undefined when nothing is. */
function faultOf({ status, headers, text, body }: Answer, { responses }: Operation): string | undefined {
  if (status >= 500) return `${status}: ${text}`;
  if (status >= 400) {
    const said = problem.safeParse(body);
    if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${status} is no problem+json: ${text.slice(0, 200)}`;
    return said.success && said.data.status === status ? undefined : `${status} is another shape: ${text}`;
  }
  const declared = responses[String(status)];
  if (!declared && status < 300) return `${status} is not declared, but ${Object.keys(responses).join(', ')}`;
  const schema = declared?.content?.['application/json']?.schema;
  if (!schema) return undefined;
  const read = readerOf(schema).safeParse(body);
  return read.success ? undefined : `${status} is not as its schema says: ${read.error.message}`;
}

/** What ends the session it is called with is called by a newcomer each time. */
const endsSession = (path: string) => path === '/sign-out' || path.startsWith('/me');

describe('whatever a program sends', () => {
  it.each(operations.filter(([, path]) => path !== '/sign-out'))(
    '%s %s answers as it says, and never fails',
    async (method, path, operation) => {
      await fc.assert(
        fc.asyncProperty(requestOf(path, operation), async ({ address, body, query }) => {
          const answer = await ask(method, address + query, body);
          if (answer.body?.code === 'sign-in.needed' && endsSession(path)) visitor = await newcomer();
          expect({ address, body, fault: faultOf(answer, operation) }).toEqual({ address, body, fault: undefined });
        }),
        { numRuns: requests, endOnFailure: true },
      );
    },
  );
});
