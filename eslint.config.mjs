// Few rules, each of which has caught money going wrong somewhere. How code looks is prettier's business; how rooms
// fit together is checked in test/house.
import tseslint from 'typescript-eslint';

const forbidden = [
  {
    selector:
      "CallExpression[callee.property.name='transaction'][callee.object.property.name=/^(dataSource|source|manager)$/]",
    message: 'On SQLite a TypeORM transaction swallows its neighbours. Use database.transaction.',
  },
  {
    selector: "CallExpression[callee.property.name='save'] > ArrayExpression.arguments:first-child",
    message: 'save of several rows opens a TypeORM transaction. Use tx.insert or tx.update.',
  },
  {
    selector: "CallExpression[callee.name='forwardRef']",
    message: 'Rooms have no cycles: import downwards only.',
  },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'No floats: amounts are bigint in smallest units.',
  },
  {
    selector: "MemberExpression[object.name='Number'][property.name='parseFloat']",
    message: 'No floats for amounts.',
  },
  {
    selector: "Property[key.name='synchronize'][value.value=true]",
    message: 'Tables are made by migrations; synchronize would drop their checks and triggers.',
  },
];

const unchanging = [
  {
    selector: "NewExpression[callee.name='Date'], MemberExpression[object.name='Date'][property.name='now']",
    message: 'The ledger knows no clock: `now` is handed to it.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The ledger knows no chance: same accounts, same order, same answer.',
  },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'var/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['{src,migrations,test,bench}/**/*.{ts,tsx}'],
    ignores: ['**/*.d.ts', '**/*.d.mts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    // consistent-type-imports stays off: an input class brought in by `import type` is never checked.
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...forbidden],
    },
  },
  {
    files: ['src/ledger/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...forbidden, ...unchanging] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-unused-vars': ['error', { caughtErrors: 'none' }], 'no-undef': 'off' },
  },
);
