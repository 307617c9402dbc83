import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { responseSchemaText } from '@genmaele/contracts';
import { environmentExample } from '@genmaele/platform';
import { workflowPage } from '@genmaele/workflow';
import { CommandError } from '../command-error.js';
import { builtApp, inProject } from '../project.js';
import { say } from '../saying.js';
import { errorPage } from './error-page.js';
import { permissionPage } from './permission-page.js';

/** Every generated file, relative to the project, with what makes it. */
// prettier-ignore
const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  '.env.example':               environmentExample,
  'docs/workflow.md':           workflowPage,
  'docs/errors.md':             errorPage,
  'docs/permissions.md':        permissionPage,
  'docs/openapi.json':          openApiJson,
  'docs/response.schema.json': responseSchemaText,
};

/** Writes the generated files anew; with `check` it only compares. Errors: a CommandError that names the stale ones. */
export async function generate({ check }: { check?: boolean }): Promise<void> {
  const stale: string[] = [];
  for (const [name, make] of Object.entries(generated)) {
    const file = inProject(name);
    const wanted = await make();
    if (existsSync(file) && (await readFile(file, 'utf8')) === wanted) continue;
    stale.push(name);
    if (check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, wanted);
    say(`Skrevet: ${name}`);
  }
  if (stale.length === 0) return say('De dannede filer er friske.');
  if (check)
    throw new CommandError('Dannede filer er ikke friske.', `Det gælder ${stale.join(', ')}.`, 'Kør npm run generate, og tag dem med.');
}

/** Apps may not import each other, so the api's own description of itself is asked of what it was built into. */
async function openApiJson(): Promise<string> {
  const file = builtApp('api', 'openapi.js');
  if (!existsSync(file)) throw new CommandError('API’ets beskrivelse kan ikke dannes.', `${file} findes ikke.`, 'Kør npm run build.');
  const { openApiDocument } = (await import(pathToFileURL(file).href)) as { openApiDocument: () => Promise<object> };
  return `${JSON.stringify(await openApiDocument(), null, 2)}\n`;
}
