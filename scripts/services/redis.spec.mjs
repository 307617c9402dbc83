import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findRedis } from './redis.mjs';

let dir;
const program = (name, mode = 0o755) => {
  const file = path.join(dir, name);
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
};
beforeEach(() => (dir = mkdtempSync(path.join(path.resolve(os.tmpdir()), 'genmaele-redis-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('finding Redis', () => {
  it('finds none where PATH has none', () => expect(findRedis({ PATH: dir })).toBeUndefined());

  it('finds Redis before Valkey, and Valkey alone', () => {
    const valkey = program('valkey-server');
    expect(findRedis({ PATH: dir })).toBe(valkey);
    const redis = program('redis-server');
    expect(findRedis({ PATH: `/nowhere${path.delimiter}${dir}` })).toBe(redis);
  });

  it('passes over a file that cannot be run, and a folder', () => {
    program('redis-server', 0o644);
    expect(findRedis({ PATH: dir })).toBeUndefined();
    expect(findRedis({ PATH: path.dirname(dir), REDIS_SERVER_BIN: '' })).toBeUndefined();
  });

  it('takes REDIS_SERVER_BIN before PATH, and says so when it is no program', () => {
    program('redis-server');
    const other = program('my-redis');
    expect(findRedis({ PATH: dir, REDIS_SERVER_BIN: other })).toBe(other);
    expect(() => findRedis({ PATH: dir, REDIS_SERVER_BIN: dir })).toThrow(/REDIS_SERVER_BIN/);
  });

  it('QUEUE_STORE=postgres uses none, even where one is found', () => {
    program('redis-server');
    expect(findRedis({ PATH: dir, QUEUE_STORE: 'postgres' })).toBeUndefined();
  });

  it('QUEUE_STORE=redis says plainly when there is none', () => {
    expect(() => findRedis({ PATH: dir, QUEUE_STORE: 'redis' })).toThrow(
      expect.objectContaining({ name: 'ServiceError', code: 'redis.missing' }),
    );
  });

  it('refuses another queue store than the two', () => {
    expect(() => findRedis({ PATH: dir, QUEUE_STORE: 'kafka' })).toThrow(/redis eller postgres/);
  });
});
