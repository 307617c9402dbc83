import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import ts from 'typescript-eslint';

const outside = 'Ask through askOutside of @genmaele/platform: hosts of the settings alone, names resolved once.';

/** The measures of tidiness: a file is held to 300 lines, a function to 60, a constructor to six dependencies. */
export default ts.config(
  { ignores: ['dist/', 'node_modules/', '.genmaele/', 'coverage/', 'out/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  prettier,
  {
    languageOptions: { globals: { ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'process.env is read in libs/platform/src/environment.ts alone.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]",
          message: 'A constructor takes at most six dependencies: the class does too much.',
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // Nest reads the constructor's parameter types at run time, so they may not become type-only imports.
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // A rule of law or workflow never asks the machine what time it is: `now` is a parameter.
    files: ['libs/{workflow,calendar,legaltext,contracts,cases,committees,intake,delivery,documents}/src/**/*.ts', 'templates/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take `now` as a parameter, or ask the clock.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Take `now` as a parameter, or ask the clock.',
        },
        {
          selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]",
          message: 'A constructor takes at most six dependencies: the class does too much.',
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'libs/testing/**/*.ts', 'test/**/*.{ts,mjs}', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-explicit-any': 'off', 'no-restricted-properties': 'off' },
  },
  {
    files: ['scripts/**/*.mjs', 'test/setup/**/*.mjs', '*.config.mjs', '.dependency-cruiser.mjs', 'bench/**'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    // What leaves the product over HTTP goes through one file. The command line speaks to our own api; a child closes its doors itself.
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      'libs/testing/**',
      'libs/platform/src/outgoing.ts',
      'libs/intake/src/opening/refuse-outside.ts',
      'apps/cli/src/journey/api-session.ts',
      'apps/cli/src/commands/checkout-checks.ts',
    ],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: outside }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'process.env is read in libs/platform/src/environment.ts alone.' },
        { object: 'globalThis', property: 'fetch', message: outside },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...['node:http', 'node:https', 'http', 'https'].map((name) => ({
              name,
              importNames: ['request', 'get', 'default'],
              message: outside,
            })),
            ...['node:http2', 'http2', 'undici'].map((name) => ({ name, message: outside })),
          ],
        },
      ],
    },
  },
  { files: ['apps/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['migrations/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['libs/platform/src/environment.ts'], rules: { 'no-restricted-properties': 'off' } },
);
