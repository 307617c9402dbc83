import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readBill } from '@genmaele/legaltext';
import { sampleBill } from '@genmaele/testing';
import { type ReaderLimits, readBillInChild, type ReadingCost } from '../index.js';
import { cageOfThisMachine, describeCage } from './cage.js';

const limits: ReaderLimits = { maxBytes: 50_000_000, memoryMb: 512, seconds: 30 };
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('genmaele-laeser-'));
const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: { code?: string }) => error.code,
  );

describe('a bill read in a child', () => {
  it('is read as it is read here, and leaves no folder behind', async () => {
    const before = folders();
    const costs: ReadingCost[] = [];
    expect(await readBillInChild(sampleBill(), limits, (cost) => costs.push(cost))).toEqual(await readBill(sampleBill()));
    expect(costs).toHaveLength(1);
    expect(folders().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('is refused as it is refused here', async () => {
    await expect(readBillInChild(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), limits)).rejects.toMatchObject({
      code: 'bill.not-text',
      facts: { found: 'et PNG-billede' },
    });
    expect(await codeOf(readBillInChild(Buffer.alloc(2000), { ...limits, maxBytes: 1000 }))).toBe('bill.too-large');
  });

  it('is given up when it takes more time or memory than it may, with the limits named', async () => {
    await expect(readBillInChild(sampleBill(), { ...limits, seconds: 0.01 })).rejects.toMatchObject({
      code: 'bill.too-heavy',
      facts: { limit: '0.01 sekunder og 512 MB' },
    });
    expect(await codeOf(readBillInChild(sampleBill(), { ...limits, memoryMb: 40 }))).toBe('bill.too-heavy');
  });
});

describe('the child', () => {
  it('tells in one Danish line what holds it', async () => {
    expect(describeCage({})).toMatch(/^i en proces for sig, netværket spærres kun i processen selv/);
    expect(describeCage(await cageOfThisMachine())).toMatch(/^i en proces for sig, /);
  });

  const attempts = [
    `(await import('node:net')).connect(9, '127.0.0.1')`,
    `new (await import('node:net')).Socket().connect(9)`,
    `(await import('node:http')).get('http://127.0.0.1:9/')`,
    `(await import('node:tls')).connect(9)`,
    `(await import('node:dns')).lookup('example.org', () => {})`,
    `await (await import('node:dns/promises')).lookup('example.org')`,
    `(await import('node:dgram')).createSocket('udp4')`,
    `await fetch('http://127.0.0.1:9/')`,
    `(await import('node:child_process')).execSync('true')`,
    `new (await import('node:worker_threads')).Worker('1', { eval: true })`,
    `process.binding('tcp_wrap')`,
  ];

  it('can reach nothing outside, whatever a parser would try', () => {
    const walls = fileURLToPath(new URL('./refuse-outside.ts', import.meta.url));
    const tries = attempts.map((attempt) => `try { ${attempt}; console.log('open') } catch { console.log('closed') }`);
    const script = `const { refuseOutside } = await import(${JSON.stringify(walls)}); refuseOutside(); ${tries.join('\n')}`;
    const run = spawnSync(process.execPath, ['--import', '@swc-node/register/esm-register', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect([run.stdout.trim().split('\n'), run.stderr]).toEqual([attempts.map(() => 'closed'), '']);
  });
});
