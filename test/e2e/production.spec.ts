import { NestFactory } from '@nestjs/core';
import { addPerson } from '@genmaele/access';
import { makeDevelopmentAuthority } from '@genmaele/documents';
import { AppError, problemOf } from '@genmaele/contracts';
import { type Environment, inTransaction, readEnvironment } from '@genmaele/platform';
import { QuietLog } from '@genmaele/testing';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import { openSigning } from '../../apps/signer/src/signing.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { dataFolder, openServedHouse, password, type ServedHouse } from './house.js';

/** A production's settings, all that are needed. */
const whole = (more: Record<string, string | undefined> = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  DATABASE_URL: process.env['DATABASE_URL'],
  REDIS_URL: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379',
  SESSION_SECRET: 'en hemmelighed for prøver, mindst 32 tegn',
  MAIL_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'hoering@forening.example',
  SIGNER_SOCKET: join(dataFolder('.'), 'production.sock'),
  SIGNER_KEY_DIR: dataFolder('keys'),
  PUBLIC_URL: 'https://genmaele.example',
  ...more,
});

const problemIn = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${problemOf(error).title}`;
    throw error;
  }
  return 'nothing';
};

async function problemOfStart(start: Promise<unknown>): Promise<string> {
  return start.then(
    () => 'nothing',
    (error: unknown) => (error instanceof AppError ? `${error.code}: ${problemOf(error).title}` : String(error)),
  );
}

describe('the settings of a production', () => {
  it('are taken when they are whole', () => {
    expect(problemIn(() => readEnvironment(whole()))).toBe('nothing');
  });

  it.each(['REDIS_URL', 'SESSION_SECRET', 'MAIL_URL', 'SIGNER_SOCKET', 'PUBLIC_URL', 'DATABASE_URL'])(
    'are refused without %s, which is named',
    (name) => {
      for (const value of [undefined, ''])
        expect(problemIn(() => readEnvironment(whole({ [name]: value })))).toMatch(new RegExp(`^environment.invalid: .*${name}`));
    },
  );

  it.each([
    ['CRASH_POINTS_DIR', '/tmp'],
    ['QUEUE_STORE', 'postgres'],
    ['SESSION_SECRET', 'for kort'],
    ['LOG_LEVEL', 'trace'],
    ['PORT', '70000'],
    ['WORK_LEASE_SECONDS', '-1'],
    ['MAIL_URL', 'http://mail.example'],
  ])('are refused with %s=%s, and the value is not repeated', (name, value) => {
    const said = problemIn(() => readEnvironment(whole({ [name]: value })));
    expect(said).toMatch(new RegExp(`^environment.invalid: .*${name}`));
    expect(said).not.toContain('for kort');
  });
});

describe('a production', () => {
  let house: ServedHouse;
  const sample = 'proeve@forening.example';
  const real = 'rigtig@forening.example';
  /** As the proxy in front of a production passes it on. */
  const overHttps = { 'x-forwarded-proto': 'https' };

  beforeAll(async () => {
    house = await openServedHouse({ ...(whole() as Record<string, string>), QUEUE_STORE: 'redis' });
    const people = [
      { email: sample, sample: true },
      { email: real, sample: false },
    ];
    for (const { email, sample: isSample } of people) {
      const person = { name: email, email, password, sample: isSample };
      await inTransaction(house.database, (tx) => addPerson(tx, person, [{ role: 'officer' }], house.clock.now()));
    }
  });
  afterAll(() => house?.close());

  it('lets no sample account in, and says no more than of a wrong password', async () => {
    const visitor = house.visitor();
    const [refused, wrong] = [
      await visitor.post('/sign-in', { email: sample, password }),
      await visitor.post('/sign-in', { email: real, password: 'gættet' }),
    ];
    expect([refused.status, refused.body.code]).toEqual([401, 'sign-in.refused']);
    expect({ ...refused.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
    expect((await visitor.post('/sign-in', { email: real, password })).status).toBe(200);
  });

  it('takes no session of a sample account, however it came to be', async () => {
    const visitor = house.visitor();
    await visitor.post('/sign-in', { email: real, password }, overHttps);
    expect((await visitor.get('/cases', overHttps)).status).toBe(200);
    await house.owner.query('UPDATE person SET sample = true WHERE email = $1', [real]);
    expect((await visitor.get('/cases', overHttps)).body.code).toBe('sign-in.needed');
    await house.owner.query('UPDATE person SET sample = false WHERE email = $1', [real]);
  });

  it('gives its cookie to a browser over https alone, and asks it to stay there', async () => {
    const { headers } = await house.visitor().post('/sign-in', { email: real, password }, overHttps);
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-genmaele=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  it('does not say on the sign-in page that it is a trial', async () => {
    expect((await house.visitor().page('/')).text).not.toContain('prøveinstallation');
  });
});

describe('the signer', () => {
  const env = (more: object): Environment => ({ ...readEnvironment(whole()), ...more });
  const now = new Date('2026-11-23T08:00:00Z');
  const clock = { now: () => now };
  let folder: string;
  beforeAll(async () => {
    folder = join(dataFolder('.'), 'test-keys');
    await makeDevelopmentAuthority(folder, { now });
  });

  it('refuses a test key in production, and takes it elsewhere', async () => {
    const open = (more: object) =>
      problemOfStart(openSigning(env({ SIGNER_KEY_DIR: folder, ...more }), {} as never, clock, new QuietLog()));
    expect(await open({})).toMatch(/^environment.invalid: .*prøvenøgle/);
    expect(await open({ NODE_ENV: 'development' })).toBe('nothing');
  });

  it('does not start without a folder of keys', async () => {
    expect(await problemOfStart(openSigning(env({ SIGNER_KEY_DIR: undefined }), {} as never, clock, new QuietLog()))).toMatch(
      /SIGNER_KEY_DIR mangler/,
    );
  });
});

const redisUrl = process.env['REDIS_URL'];
const it_ = redisUrl ? it : it.skip;

describe(redisUrl ? 'a worker on Redis' : 'a worker on Redis (skipped: this run has no Redis)', () => {
  const start = async (nodeEnv: string): Promise<{ problem: string; log: QuietLog }> => {
    const log = new QuietLog();
    const keys = join(dataFolder('.'), 'keys-of-worker');
    await makeDevelopmentAuthority(keys, { now: new Date() });
    const env = { ...readEnvironment(whole({ SIGNER_KEY_DIR: keys })), NODE_ENV: nodeEnv as Environment['NODE_ENV'] };
    const app = NestFactory.createApplicationContext(WorkerModule.with(env, log), { logger: false, abortOnError: false });
    const problem = await problemOfStart(app);
    if (problem === 'nothing') await (await app).close();
    return { problem, log };
  };

  const withPolicy = async <T>(policy: string, work: () => Promise<T>): Promise<T> => {
    const redis = new Redis(redisUrl ?? '');
    try {
      await redis.config('SET', 'maxmemory-policy', policy);
      return await work();
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
      await redis.quit();
    }
  };

  it_('does not start in production when Redis may throw rings away', async () => {
    const { problem } = await withPolicy('allkeys-lru', () => start('production'));
    expect(problem).toMatch(/^environment.invalid: .*allkeys-lru.*noeviction/);
  });

  it_('starts elsewhere, and says so', async () => {
    const { problem, log } = await withPolicy('volatile-ttl', () => start('development'));
    expect([problem, log.events()]).toEqual(['nothing', expect.arrayContaining(['redis.evicts', 'worker.ready'])]);
  });

  it_('starts in production on one that throws nothing away', async () => {
    const { problem, log } = await start('production');
    expect([problem, log.events()]).toEqual(['nothing', ['worker.ready']]);
  });
});
