import { execFileSync } from 'node:child_process';
import { type LetterBlock, sha256 } from '@genmaele/contracts';
import { inspectLetter, letterLook, renderLetter } from '@genmaele/documents';
import { inProject } from '../project.js';
import { coverMailSamples, letterSamples } from './letter-samples.js';

const samples = letterSamples(letterLook());
const drawn = new Map(samples.map(({ name, letter }) => [name, renderLetter(letter)]));
const hashes = () => Object.fromEntries([...drawn].map(([name, { bytes }]) => [name, sha256(bytes)]));

/** Draws every sample in a process of its own and tells their hashes. */
function hashesElsewhere(environment: Record<string, string>): unknown {
  const script = `
    import { sha256 } from './libs/contracts/src/index.ts';
    import { letterLook, renderLetter } from './libs/documents/src/index.ts';
    import { letterSamples } from './apps/cli/src/letter-samples/letter-samples.ts';
    const samples = letterSamples(letterLook()).reverse();
    console.log(JSON.stringify(Object.fromEntries(samples.map(({ name, letter }) => [name, sha256(renderLetter(letter).bytes)]))));`;
  const args = ['--import', '@swc-node/register/esm-register', '--input-type=module', '-e', script];
  const env = { ...process.env, NODE_OPTIONS: '', SWC_NODE_PROJECT: 'tsconfig.json', ...environment };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: inProject('.'), env, encoding: 'utf8' }));
}

describe('the sample letters', () => {
  it('are at least 24, at least three of each template, each with a name of its own', () => {
    const templates = new Map<string, number>();
    for (const { letter } of samples) templates.set(letter.template, (templates.get(letter.template) ?? 0) + 1);
    expect(samples.length).toBeGreaterThanOrEqual(24);
    expect(templates.size).toBe(7);
    expect(Math.min(...templates.values())).toBeGreaterThanOrEqual(3);
    expect(drawn.size).toBe(samples.length);
    expect(coverMailSamples(letterLook())).toHaveLength(3);
  });

  it('are of one page, of twelve and of sixty', () => {
    const pages = ['hoeringssvar-kort', 'hoeringssvar-tolv-sider', 'hoeringssvar-tres-sider'].map((name) => drawn.get(name)!.pages);
    expect(pages).toEqual([1, 12, 60]);
  });

  it('use every kind of block, twenty points, a table over pages and notes', () => {
    const kinds = new Set(samples.flatMap(({ letter }) => letter.blocks.map(({ kind }) => kind)));
    const all: LetterBlock['kind'][] = [
      'annex',
      'enclosures',
      'heading',
      'list',
      'paragraph',
      'point',
      'quote',
      'reservation',
      'signature',
      'table',
    ];
    expect([...kinds].sort()).toEqual(all);
    const points = samples.map(({ letter }) => letter.blocks.filter(({ kind }) => kind === 'point').length);
    expect(points).toContain(20);
    expect(JSON.stringify(samples.map(({ letter }) => letter.blocks))).toContain('"footnote"');
  });

  it.each(samples.map(({ name }) => name))('%s is fit to be issued', (name) => {
    const { bytes, heard } = drawn.get(name)!;
    expect(inspectLetter(bytes, heard)).toEqual([]);
  });

  it('have the same bytes in another process, another time zone and the other order', () => {
    expect(hashesElsewhere({ TZ: 'UTC', LC_ALL: 'C' })).toEqual(hashes());
    expect(hashesElsewhere({ TZ: 'Pacific/Auckland', LC_ALL: 'da_DK.UTF-8' })).toEqual(hashes());
  }, 180_000);
});
