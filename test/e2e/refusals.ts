import { errorCodes } from '@genmaele/contracts';
import { type ServedHouse } from './house.js';
import { type Answer } from './visitor.js';

/** A word that stands in drafts and comments alone, so that wherever else it turns up it has slipped out. */
export const canary = 'Kanariefugl-i-udkastet';

/** Every table of the application, with how many rows it has. Tries to sign in and readings are counted also when they are refused. */
export async function rowCounts({ owner }: ServedHouse): Promise<Record<string, number>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const { rows } = await owner.query<Record<string, string>>(
    `SELECT ${tables.map(({ name }) => `(SELECT count(*) FROM "${name}" ${rowsThatCount[name] ?? ''}) AS "${name}"`).join(', ')}`,
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)]));
}

const rowsThatCount: Record<string, string> = {
  sign_in_try: 'WHERE false',
  kept_answer: 'WHERE false',
  request_count: 'WHERE false',
  audit_entry: `WHERE action <> 'read'`,
};

/** The call is refused with this status and code, says in Danish what, why and what to do, and leaves every table as it was. */
export async function refused(house: ServedHouse, call: () => Promise<Answer>, status: number, code: string): Promise<Answer> {
  const before = await rowCounts(house);
  const answer = await call();
  expect([answer.status, answer.body?.code, answer.text.slice(0, 300)]).toEqual([status, code, expect.any(String)]);
  expect(await rowCounts(house)).toEqual(before);
  expectProblem(answer);
  return answer;
}

const english = /\b(the|is|invalid|expected|unexpected|received|must|too (big|small|many|large)|not found|cannot|required|field|token)\b/i;

/** The answer is a problem as people and programs receive it, in Danish, without a word of the draft or of the machinery. */
export function expectProblem(answer: Answer): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(errorCodes).toContain(answer.body.code);
  const { title, why, todo, status, instance } = answer.body as Record<string, string>;
  for (const words of [title, why, todo]) {
    expect(words).toEqual(expect.stringMatching(/\p{L}{2}.*[.:…»]$/u));
    expect(words).not.toMatch(/\{\w+\}/);
    expect(words?.replace(/«[^»]*»/g, '')).not.toMatch(english);
  }
  expect([Number(status), instance]).toEqual([answer.status, answer.headers.get('x-request-id')]);
  expect(answer.text).not.toMatch(/\bat .+:\d+:\d+|node_modules|\.ts\b|SELECT|INSERT/);
  expect(answer.text).not.toContain(canary);
}
