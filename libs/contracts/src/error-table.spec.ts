import { AppError, problemOf } from './app-error.js';
import { errorCodes, errorRule } from './error-table.js';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);

describe.each(errorCodes)('the error %s', (code) => {
  const rule = errorRule(code);

  it('says what, why and what to do, in Danish sentences', () => {
    for (const text of [rule.what, rule.why, rule.todo]) expect(text).toMatch(/^(\p{Lu}.*[.?]|\{\w+\})$/u);
  });

  it('has a status of a refusal or a failure, and a failure is logged louder than a refusal', () => {
    expect(rule.status).toBeGreaterThanOrEqual(400);
    expect(rule.status).toBeLessThan(600);
    if (rule.status >= 500) expect(rule.level).not.toBe('info');
    else if (rule.level === 'error') expect(code).toMatch(/^signature\./);
  });

  it('is named by what it is about and what is wrong', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  });

  it('fills every place from its facts, and leaves none open', () => {
    const names = [rule.what, rule.why, rule.todo].flatMap(placeholders);
    const facts = Object.fromEntries(names.map((name) => [name!, `<${name}>`]));
    const problem = problemOf(new AppError(code, facts));
    expect([problem.title, problem.why, problem.todo].flatMap(placeholders)).toEqual([]);
    for (const name of names) expect(`${problem.title} ${problem.detail}`).toContain(`<${name}>`);
  });
});

describe('a problem', () => {
  it('carries status, code, reason and remedy, and a place to read more', () => {
    expect(problemOf(new AppError('case.version-stale', { seen: 'aaa', current: 'bbb' }))).toEqual({
      type: '/docs/errors#case-version-stale',
      title: 'Teksten er ændret, siden du læste den.',
      status: 412,
      code: 'case.version-stale',
      why: 'Du så version aaa, men den gældende er bbb.',
      todo: 'Læs den gældende version, og tag stilling til den.',
      detail: 'Du så version aaa, men den gældende er bbb. Læs den gældende version, og tag stilling til den.',
      facts: { seen: 'aaa', current: 'bbb' },
    });
  });

  it('does not fill what one fact says with another', () => {
    const problem = problemOf(new AppError('case.need-unmet', { action: 'approve', reason: '{remedy}', remedy: 'Gør noget.' }));
    expect(problem.why).toBe('{remedy}');
  });
});
