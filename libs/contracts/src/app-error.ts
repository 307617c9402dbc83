import { type ErrorCode, errorRule } from './error-table.js';

/** What an error carries: ids, codes, counts, names. Never a draft's text, never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

/** The one error of the product. Its code is a row of the error table, which decides status, retry and log level. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly facts: ErrorFacts = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** An error as a person or a program receives it: RFC 9457 (`application/problem+json`) with our code, reason and remedy. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  why: string;
  todo: string;
  facts: ErrorFacts;
}

function fill(text: string, facts: ErrorFacts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}

/** The problem that an error is reported as. The texts are Danish and say what, why and what to do. */
export function problemOf(error: AppError): Problem {
  const rule = errorRule(error.code);
  const title = fill(rule.what, error.facts);
  const why = fill(rule.why, error.facts);
  const todo = fill(rule.todo, error.facts);
  return {
    type: `/docs/errors#${error.code.replaceAll('.', '-')}`,
    title,
    status: rule.status,
    code: error.code,
    detail: `${why} ${todo}`,
    why,
    todo,
    facts: error.facts,
  };
}
