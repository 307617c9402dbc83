/**
 * Asks the package registry for known vulnerabilities of what package-lock.json names. Ends with 0 when none is high or critical, 1 when one is, and
 * 77 when the registry did not answer the question: then nothing is known, and that is said, never passed over.
 */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { projectRoot, say } from './project.mjs';

/** The exit code by which test drivers know what could not be tried. */
export const NOT_TRIED = 77;

/** What an answer of `npm audit --json` means: how many, who, and the exit code. */
export function verdictOf(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    report = {};
  }
  const counts = report?.metadata?.vulnerabilities;
  if (!counts)
    return {
      code: NOT_TRIED,
      line: `Registret svarede ikke på, hvad der er sårbart: ${report?.statusCode ?? 'intet svar'}. Intet er efterprøvet.`,
    };
  const bad = counts.high + counts.critical;
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  return {
    code: bad > 0 ? 1 : 0,
    line: `${bad} høje eller kritiske af ${counts.total} kendte sårbarheder${names.length > 0 ? `: ${names.join(', ')}` : ''}.`,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { code, line } = verdictOf(stdout ?? '');
  say(line);
  process.exit(code);
}
