import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addressedEntries, missingEntries } from './complete-lock.mjs';
import { inProject } from './project.mjs';

const lockWith = (packages) => ({ packages: { '': {}, ...packages } });

describe('completing the lock file', () => {
  it('adds an optional package that the registry did not serve, with its platform', () => {
    const lock = lockWith({ 'node_modules/a': { dev: true, optionalDependencies: { '@a/core-darwin-arm64': '1.2.3' } } });
    expect(missingEntries(lock)).toEqual({
      'node_modules/@a/core-darwin-arm64': { version: '1.2.3', optional: true, dev: true, os: ['darwin'], cpu: ['arm64'] },
    });
  });

  it.each([
    ['@a/core-win32-x64-msvc', ['win32'], ['x64']],
    ['@a/windows-x64', ['win32'], ['x64']],
    ['@a/binding-linux-arm-gnueabihf', ['linux'], ['arm']],
    ['@a/binding-linux-arm64-musl', ['linux'], ['arm64']],
    ['@a/binding-wasm32-wasi', ['wasi'], ['wasm32']],
  ])('reads the platform of %s from its name', (name, os, cpu) => {
    const [entry] = Object.values(missingEntries(lockWith({ 'node_modules/a': { optionalDependencies: { [name]: '1.0.0' } } })));
    expect(entry).toMatchObject({ os, cpu });
  });

  it('leaves a package alone that is found beside its dependant or above it', () => {
    const lock = lockWith({
      'node_modules/a': {},
      'node_modules/a/node_modules/b': { optionalDependencies: { c: '1.0.0', d: '1.0.0' } },
      'node_modules/a/node_modules/c': {},
      'node_modules/d': {},
    });
    expect(missingEntries(lock)).toEqual({});
  });

  it("tells where a registry's address stands", () => {
    expect(addressedEntries(lockWith({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' }, 'node_modules/b': {} }))).toEqual([
      'node_modules/a',
    ]);
  });

  it('has been done on the lock file of this project', () => {
    const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
    expect(missingEntries(lock)).toEqual({});
    expect(addressedEntries(lock)).toEqual([]);
  });
});
