import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from './access-tests.js';
import { type Figure, type MeasureContext } from './figure.js';

/** The tests that attack signing in: each project, and its files. The providers and the attacks live with them, never in the product. */
const attacked: readonly (readonly [project: 'unit' | 'integration', files: readonly string[]])[] = [
  ['unit', ['libs/access/src/saml/saml-attacks.spec.ts']],
  ['integration', ['vouched', 'vouched-again', 'saml-logout', 'oidc-provider', 'keys'].map((name) => `test/e2e/${name}.spec.ts`)],
];

/** Every attack on signing in, and every sign-in that must succeed: a line each. */
export async function proveSignIn({ progress }: MeasureContext): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'access-sign-in-'));
  try {
    const figures: Figure[] = [];
    for (const [project, files] of attacked) {
      progress(`${files.join(', ')} køres.`);
      figures.push(...(await figuresOf(project, files, join(folder, `${project}.json`))));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function figuresOf(project: 'unit' | 'integration', files: readonly string[], report: string): Promise<Figure[]> {
  const results = await runTests(project, files, report, false);
  return results.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status }) => {
      // What is not at hand is not tried, and says so.
      const skipped = status === 'pending';
      return {
        what: fullName,
        figure: status === 'passed' ? 'holder' : skipped ? 'filerne er her ikke' : 'brudt',
        ok: status === 'passed' || skipped,
      };
    }),
  );
}
