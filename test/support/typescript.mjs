// For processes of the tests' own: `node --import ./test/support/typescript.mjs FILE.ts` runs TypeScript as Jest reads
// it, so that nothing has to be built.
import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import swc from '@swc/core';
import jest from '../../jest.config.mjs';

// Many processes of one run load the same packages.
enableCompileCache();

const [, options] = jest.transform['^.+\\.tsx?$'];

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && /\.tsx?$/.test(context.parentURL ?? '');
    if (!isOurs || !specifier.endsWith('.js')) return next(specifier, context);
    try {
      return next(specifier.replace(/js$/, 'ts'), context);
    } catch {
      return next(specifier.replace(/js$/, 'tsx'), context);
    }
  },
  load(url, context, next) {
    if (!/\.tsx?$/.test(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = swc.transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
