import { type ErrorCode, errorCodes, errorRule } from '@genmaele/contracts';

/** docs/errors.md as the error table makes it: each code with status, level and what a person is told. Each has an anchor that problems name. */
export function errorPage(): string {
  return [
    '# Errors',
    '',
    'Generated from `libs/contracts/src/error-table.ts` by `npm run generate`; do not edit.',
    '',
    'Every error is reported as `application/problem+json` (RFC 9457) with a code of this page. What a person reads is Danish; `{name}` is filled',
    'from the error’s facts. *Again* means that the same call may succeed later without a change; a job is then tried again by itself.',
    '',
    ...errorCodes.flatMap(section),
  ].join('\n');
}

function section(code: ErrorCode): string[] {
  const { status, retry, level, what, why, todo } = errorRule(code);
  return [
    `<a id="${code.replaceAll('.', '-')}"></a>`,
    '',
    `## \`${code}\``,
    '',
    `HTTP ${status} · ${retry === 'again' ? 'again' : 'not again'} · logged as ${level}`,
    '',
    `- **What:** ${what}`,
    `- **Why:** ${why}`,
    `- **What to do:** ${todo}`,
    '',
  ];
}
