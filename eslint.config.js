import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What no file of the core may reach: the machine, the clock, chance. Import rules do not see globals, so lint does. */
const IMPURE_GLOBALS = [
  'process',
  'console',
  'Buffer',
  'performance',
  'crypto',
  'fetch',
  'WebSocket',
  'EventSource',
  'navigator',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
  'require',
  'module',
  '__dirname',
  '__filename',
  'globalThis',
  'global',
  'eval',
  'Function',
].map((name) => ({ name, message: 'The core has no I/O, clock or chance: take the value as an argument.' }));

const IMPURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'The core has no clock: take the time as an argument.' },
  { object: 'Math', property: 'random', message: 'The core has no chance: take a seeded generator as an argument.' },
];

const IMPURE_SYNTAX = [
  {
    selector: ":matches(NewExpression, CallExpression)[callee.name='Date'][arguments.length=0]",
    message: 'The core has no clock: give Date a time.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Date called as a function reads the clock.' },
  {
    selector:
      ':matches(VariableDeclarator > Identifier.init, AssignmentExpression > Identifier.right)[name=/^(Date|Math)$/]',
    message: 'Another name for Date or Math hides what is called on it.',
  },
  { selector: 'MetaProperty[meta.name="import"]', message: 'The core does not know where it is stored.' },
  { selector: 'ImportExpression', message: 'The core loads nothing at run time.' },
];

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'data/', 'signals/', 'reports/', 'demo/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', { selector: 'ExportAllDeclaration', message: 'No barrels: import the file.' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        {
          allowNumber: true,
          allowAny: false,
          allowBoolean: false,
          allowNever: false,
          allowNullish: false,
          allowRegExp: false,
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...IMPURE_PROPERTIES],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import the file.' },
        ...IMPURE_SYNTAX,
      ],
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: ['error', 'always', { null: 'ignore' }], 'prefer-const': 'error', 'no-var': 'error' },
  },
);
