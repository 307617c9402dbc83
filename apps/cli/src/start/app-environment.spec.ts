import { environmentShape } from '@genmaele/platform';
import { appEnvironment, type AppSurroundings } from './app-environment.js';

const around: AppSurroundings = {
  databaseUrl: 'postgres://app:x@127.0.0.1:5/genmaele',
  redisUrl: undefined,
  port: 4711,
  sessionSecret: 's'.repeat(64),
  mailUrl: 'smtp://127.0.0.1:25',
  mailDir: '/data/mail',
  mailboxDir: '/data/mail/hoering@genmaele.example',
  signerSocket: '/tmp/s',
  keyDir: '/data/keys',
  authority: { timestampUrl: 'http://127.0.0.1:6/tsa', ocspUrl: 'http://127.0.0.1:6/ocsp' },
  settings: {},
};
const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

describe('the environment of an application', () => {
  it('is one that the applications take', () => {
    delete process.env['LOG_LEVEL'];
    expect(environmentShape.safeParse(appEnvironment(around)).success).toBe(true);
  });

  it('never carries the owner’s database to an application', () => {
    process.env['DATABASE_OWNER_URL'] = 'postgres://owner:x@127.0.0.1:5/genmaele';
    expect(appEnvironment(around)).not.toHaveProperty('DATABASE_OWNER_URL');
  });

  it('rings by PostgreSQL without an address of Redis, whatever was inherited', () => {
    process.env['REDIS_URL'] = 'redis://elsewhere:6379';
    const environment = appEnvironment(around);
    expect(environment['QUEUE_STORE']).toBe('postgres');
    expect(environment).not.toHaveProperty('REDIS_URL');
  });

  it('rings by the Redis it is given', () => {
    expect(appEnvironment({ ...around, redisUrl: 'redis://127.0.0.1:7/0' })).toMatchObject({
      QUEUE_STORE: 'redis',
      REDIS_URL: 'redis://127.0.0.1:7/0',
    });
  });

  it('signs for the long term by its own authority', () => {
    delete process.env['TIMESTAMP_URL'];
    expect(appEnvironment(around)).toMatchObject({
      SIGNATURE_LEVEL: 'B-LTA',
      TIMESTAMP_URL: around.authority.timestampUrl,
      OCSP_URL: around.authority.ocspUrl,
    });
  });

  it('leaves the level to whoever names another time-stamp authority', () => {
    process.env['TIMESTAMP_URL'] = 'http://tsa.example';
    expect(appEnvironment(around)).not.toHaveProperty('SIGNATURE_LEVEL');
    expect(appEnvironment(around)).not.toHaveProperty('OCSP_URL');
  });

  it('lets a person set what the installation does not know, and a proof set anything', () => {
    process.env['TIMESTAMP_URL'] = 'http://tsa.example';
    process.env['MAIL_URL'] = 'smtp://real.example';
    const environment = appEnvironment({ ...around, settings: { WORK_LEASE_SECONDS: '2' } });
    expect(environment).toMatchObject({ TIMESTAMP_URL: 'http://tsa.example', MAIL_URL: around.mailUrl, WORK_LEASE_SECONDS: '2' });
  });
});
