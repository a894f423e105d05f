// Jest runs the TypeScript sources through SWC; type checking is a step of its own in test/run.mjs.
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.spec.ts?(x)', '<rootDir>/src/**/*.spec.ts?(x)'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: 'preact' },
          },
        },
      },
    ],
  },
  testTimeout: 60000,
  // Modules of files that were run stay in memory; a worker that has grown begins anew.
  workerIdleMemoryLimit: '1500MB',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
