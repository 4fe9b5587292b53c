import js from '@eslint/js';
import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];

/** Folders whose results must depend on their arguments alone; workflows are replayed by Temporal. */
const pure = ['domain/**/*.ts', 'pipeline/**/*.ts', 'checks/**/*.ts', 'workflows/**/*.ts'];

/** Programs that people start, and what tries or measures them. Everything else gets its settings handed in. */
const readsEnvironment = [
  'config/**',
  'demo/**',
  'test/**',
  'tools/**',
  'bench/**',
  'simulators/main.ts',
  '**/main.ts',
  '**/*.config.*',
  '**/*.mjs',
];

const takeTheTime = 'Take the time as an argument.';
const takeItAsArgument = 'Take it as an argument.';

export default defineConfig(
  globalIgnores([
    'generated/',
    'coverage/',
    'dist/',
    '.demo/',
    'dashboards/generated/',
    '.dependency-cruiser.cjs',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,ts}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', performance: 'readonly' },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: 'natural',
          message: 'Its root loads .env into the process: import natural/lib/natural/distance/index.js.',
        },
      ],
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers in messages are what most messages are made of.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => server.close()` where nobody wants the value reads better than braces around it.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An async function may do nothing asynchronous yet keep the promise of its interface.
      '@typescript-eslint/require-await': 'off',
      // The index signature is the honest type of `process.env`; tsconfig asks for the brackets.
      '@typescript-eslint/dot-notation': 'off',
      // A generic that appears once documents what comes back, e.g. `rows<Row>()`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['pipeline/**/*.ts', 'domain/**/*.ts', 'connectors/**/*.ts', 'checks/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true },
          require: { FunctionDeclaration: true, ClassDeclaration: true, ArrowFunctionExpression: true },
          enableFixer: false,
        },
      ],
      'jsdoc/require-description': ['error', { contexts: ['FunctionDeclaration', 'ClassDeclaration'] }],
      'jsdoc/no-types': 'error',
    },
  },
  {
    files: typescript,
    ignores: readsEnvironment,
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Settings come from config/: take them as an argument.',
        },
      ],
    },
  },
  {
    files: pure,
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'performance', 'crypto'].map((name) => ({ name, message: takeItAsArgument })),
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: takeTheTime })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: takeTheTime },
        { object: 'Math', property: 'random', message: 'Take the random numbers as an argument.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: takeTheTime },
        { selector: "CallExpression[callee.name='Date']", message: takeTheTime },
      ],
    },
  },
  {
    // The SDK calls the schema deprecated that Grafana has as its stable one; its successor is not for production yet (C29).
    files: ['dashboards/**/*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    // The page of the preview runs in a browser; "npm run typecheck" reads its JSDoc, which knows what is defined.
    files: ['preview/page/**/*.js'],
    rules: { 'no-undef': 'off' },
  },
  {
    // What they print is what they are for.
    files: ['cli/**', 'demo/**', 'bench/**', 'tools/**', 'worker/main.ts', 'simulators/main.ts', '**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
);
