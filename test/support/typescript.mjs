// For Node: `node --import ./test/support/typescript.mjs FILE.ts` runs TypeScript, so that nothing has to be built. The
// tests run this way, and the processes that they start.
import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import swc from '@swc/core';

/** Types are checked by a step of its own. */
const options = {
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
};
const jestGlobals = new URL('./globals.mjs', import.meta.url).href;

// Many processes of one run load the same packages.
enableCompileCache();

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: jestGlobals, shortCircuit: true };
    const isOurs = specifier.startsWith('.') && isTypeScript(context.parentURL ?? '');
    if (!isOurs || !specifier.endsWith('.js')) return next(specifier, context);
    try {
      return next(specifier.replace(/js$/, 'ts'), context);
    } catch {
      return next(specifier.replace(/js$/, 'tsx'), context);
    }
  },
  load(url, context, next) {
    if (!isTypeScript(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = swc.transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

/** A test file is loaded anew with the time behind its name. */
function isTypeScript(url) {
  return /\.tsx?(?:\?\d+)?$/.test(url);
}
