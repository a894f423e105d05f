// TypeScript is read by test/support/typescript.mjs; type checking is a step of its own in test/checks.mjs.
export default {
  runner: '<rootDir>/test/support/runner.mjs',
  testMatch: ['<rootDir>/test/**/*.spec.ts?(x)', '<rootDir>/src/**/*.spec.ts?(x)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
