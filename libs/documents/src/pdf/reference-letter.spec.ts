import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { renderLetter } from './index.js';
import { referenceLetter } from './reference-letter.js';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Renders the reference letter in a process of its own. */
function hashElsewhere(environment: Record<string, string>): string {
  const script = `
    import { createHash } from 'node:crypto';
    import { renderLetter } from './libs/documents/src/pdf/index.ts';
    import { referenceLetter } from './libs/documents/src/pdf/reference-letter.ts';
    console.log(createHash('sha256').update(renderLetter(referenceLetter).bytes).digest('hex'));`;
  const args = ['--import', '@swc-node/register/esm-register', '--input-type=module', '-e', script];
  const env = { ...process.env, NODE_OPTIONS: '', SWC_NODE_PROJECT: 'tsconfig.json', ...environment };
  return execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }).trim();
}

describe('the reference letter', () => {
  it('has the same bytes when rendered twice, whatever was rendered between', () => {
    const first = hash(renderLetter(referenceLetter).bytes);
    renderLetter({ ...referenceLetter, title: 'Ćwikła, Žižek og Ősz', blocks: referenceLetter.blocks.slice(0, 4) });
    expect(hash(renderLetter(referenceLetter).bytes)).toBe(first);
  });

  it('has the same bytes in another process, time zone and language', () => {
    const here = hash(renderLetter(referenceLetter).bytes);
    expect(hashElsewhere({ TZ: 'Pacific/Kiritimati', LANG: 'da_DK.UTF-8', LC_ALL: 'da_DK.UTF-8' })).toBe(here);
    expect(hashElsewhere({ TZ: 'America/Los_Angeles', LANG: 'C', LC_ALL: 'C' })).toBe(here);
  }, 60_000);

  it('has other bytes when one letter of the text is another', () => {
    const changed = { ...referenceLetter, recipient: ['Ministerium', ...referenceLetter.recipient.slice(1)] };
    expect(hash(renderLetter(changed).bytes)).not.toBe(hash(renderLetter(referenceLetter).bytes));
  });

  it('is left untouched by being rendered', () => {
    const before = structuredClone(referenceLetter);
    renderLetter(referenceLetter);
    expect(referenceLetter).toEqual(before);
  });
});
