/** Run through `npm test` (scripts/test.mjs), which starts the services that the integration tests need. */
const base = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@genmaele/(templates|migrations)$': '<rootDir>/$1/index.ts',
    '^@genmaele/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.genmaele'],
};

const services = {
  globalSetup: '<rootDir>/test/setup/services-up.mjs',
  globalTeardown: '<rootDir>/test/setup/services-down.mjs',
  setupFiles: ['<rootDir>/test/setup/own-database.mjs'],
};

/** @type {import('jest').Config} */
export default {
  workerIdleMemoryLimit: '800MB',
  // A busy machine is slow, not wrong.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.spec.ts', '<rootDir>/templates/**/*.spec.ts', '<rootDir>/scripts/**/*.spec.mjs'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$'],
    },
    {
      ...base,
      ...services,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.int.spec.ts', '<rootDir>/test/e2e/**/*.spec.ts'],
    },
  ],
};
