import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppProcess, type AppProcessOptions, type Death, tellDeath } from './app-process.js';

let dir: string;
let app: AppProcess | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'genmaele-app-'));
});

afterEach(async () => {
  await app?.kill();
  rmSync(dir, { recursive: true, force: true });
});

// Its handlers stand before it says that it is ready: what is asked of it then may come at once.
const living = `
  for (const event of ['SIGTERM', 'disconnect']) process.on(event, () => process.exit(0));
  process.send({ ready: true });
  setInterval(() => {}, 1000);`;

function make(script: string, options: Partial<AppProcessOptions> = {}): AppProcess {
  const file = join(dir, 'app.mjs');
  writeFileSync(file, script);
  app = new AppProcess({
    name: 'worker',
    file,
    environment: { PATH: process.env['PATH'] },
    logFile: join(dir, 'app.log'),
    mostQuickDeaths: 3,
    onDeath: () => undefined,
    onGivenUp: () => undefined,
    ...options,
  });
  return app;
}

const next = <T>(take: (resolve: (value: T) => void) => void) => new Promise<T>(take);

describe('an application as a process', () => {
  it('is ready when it says so', async () => {
    await make(living).start();
    expect(app?.pid).toBeGreaterThan(0);
  });

  it('is started again when it dies without being asked to', async () => {
    const deaths: Death[] = [];
    await make(living, { onDeath: (death) => deaths.push(death) }).start();
    const first = app?.pid;
    await app?.crash();
    await app?.whenReady();
    expect(app?.pid).not.toBe(first);
    expect(deaths).toMatchObject([{ app: 'worker', signal: 'SIGKILL', unexpected: true }]);
  });

  it('stays dead when it was asked to die, until it is started', async () => {
    const deaths: Death[] = [];
    await make(living, { onDeath: (death) => deaths.push(death) }).start();
    const first = app?.pid;
    await app?.kill();
    expect(() => process.kill(first as number, 0)).toThrow();
    expect(deaths).toMatchObject([{ unexpected: false }]);
    await app?.start();
    expect(app?.pid).not.toBe(first);
  });

  it('ends by itself when asked to stop', async () => {
    const deaths: Death[] = [];
    await make(living, { onDeath: (death) => deaths.push(death) }).start();
    await app?.stop();
    expect(deaths).toMatchObject([{ code: 0, signal: null, unexpected: false }]);
  });

  it('is given up after three quick deaths, with what it said last', async () => {
    const last = `console.error(JSON.stringify({ event: 'worker.failed', reason: 'MAIL_URL mangler' }));`;
    const script = `process.send({ ready: true }, () => setTimeout(() => { ${last} process.exit(1); }, 20));`;
    const givenUp = await next<Error>((resolve) => void make(script, { onGivenUp: resolve }).start());
    expect(givenUp.message).toContain('worker.failed, MAIL_URL mangler');
    expect(readFileSync(join(dir, 'app.log'), 'utf8').trim().split('\n')).toHaveLength(3);
  });

  it('is not started again when it never stood: the start has failed, and says why', async () => {
    const script = `console.error('boom'); process.exit(1);`;
    const deaths: Death[] = [];
    await expect(make(script, { onDeath: (death) => deaths.push(death) }).start()).rejects.toThrow('Det sidste, den skrev, var: boom.');
    expect(deaths).toMatchObject([{ unexpected: false }]);
    expect(readFileSync(join(dir, 'app.log'), 'utf8')).toBe('boom\n');
  });

  it('does not see what it inherits beyond its environment', async () => {
    await make(`console.error(Object.keys(process.env).includes('HOME')); ${living}`).start();
    await app?.kill();
    expect(readFileSync(join(dir, 'app.log'), 'utf8')).toBe('false\n');
  });
});

it('tells a death in one line', () => {
  const death = { app: 'api', code: null, signal: 'SIGKILL', livedMs: 1234, unexpected: true, again: true } as const;
  expect(tellDeath(death)).toBe('Programmet »api« stoppede uventet efter 1,2 s (SIGKILL); det startes igen.');
  expect(tellDeath({ ...death, again: false })).toBe('Programmet »api« stoppede uventet efter 1,2 s (SIGKILL).');
});
