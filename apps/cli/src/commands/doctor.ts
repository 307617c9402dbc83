import { inheritedEnvironment } from '@genmaele/platform';
import { plainMessage } from '../command-error.js';
import { say } from '../saying.js';
import { type Check } from './check.js';
import { checkoutChecks } from './checkout-checks.js';
import { productionChecks } from './production-checks.js';

/** How a check went. */
export interface Finding {
  readonly danish: string;
  readonly ok: boolean;
  readonly said: string;
}

/** Looks at everything, also when something is wrong, and tells each in one line; exit code 1 when something must be mended. */
export async function doctor(): Promise<void> {
  const production = inheritedEnvironment()['NODE_ENV'] === 'production';
  const findings = await examine([...checkoutChecks(production), ...(production ? productionChecks() : [])]);
  for (const line of findingLines(findings)) say(line);
  const wrong = findings.filter(({ ok }) => !ok).length;
  say(wrong === 0 ? 'Alt er i orden.' : `${wrong} ting skal mendes.`);
  if (wrong > 0) process.exitCode = 1;
}

/** Looks at each thing in turn; whatever a look throws is a finding. */
export async function examine(checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { danish, look } of checks) {
    try {
      findings.push({ danish, ok: true, said: await look() });
    } catch (error) {
      findings.push({ danish, ok: false, said: plainMessage(error) });
    }
  }
  return findings;
}

/** The findings as aligned lines: `ok` or `mangler`, what was looked at, what was found. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(0, ...findings.map(({ danish }) => danish.length));
  return findings.map(({ danish, ok, said }) => `${(ok ? 'ok' : 'mangler').padEnd(7)}  ${danish.padEnd(width)}  ${said}`);
}
