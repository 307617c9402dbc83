/**
 * One error that a person or a program can meet: `[status, retry, level, what, why, todo]`.
 *
 * - `status`: the HTTP status it is reported with.
 * - `retry`: `again` when the same call may succeed later without a change (a job is then tried again), `no` otherwise.
 * - `level`: how it is logged.
 * - `what`, `why`, `todo`: Danish, for people; `{name}` is filled from the error's facts. Facts are ids, codes, counts and names of
 *   files; never a draft's text.
 */
export type ErrorRow = readonly [
  status: number,
  retry: 'again' | 'no',
  level: 'info' | 'warn' | 'error',
  what: string,
  why: string,
  todo: string,
];
