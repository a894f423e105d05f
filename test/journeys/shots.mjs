// Makes pictures of all pages in screenshots/: node test/journeys/shots.mjs [name …]
// With the one word "masked": eight tasks in screenshots/masked/, every letter masked, to be tried without reading.
// In Dutch, French and Arabic, on a small telephone and on a wide screen, and as they are printed. It needs the path
// of a Chromium in TEST_CHROMIUM; the sources are compiled as they are read.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const ours = /^file:\/\/(?!.*\/node_modules\/)/;

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !ours.test(context.parentURL ?? '')) {
      return next(specifier, context);
    }
    for (const ending of ['.ts', '.tsx']) {
      try {
        return next(specifier.replace(/\.js$/, ending), context);
      } catch (error) {
        if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      }
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!ours.test(url) || !/\.tsx?$/.test(url)) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      swcrc: false,
      module: { type: 'es6' },
      sourceMaps: 'inline',
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
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

const [first, ...others] = process.argv.slice(2);
if (first === 'masked') await (await import('./masked.ts')).makeMasked();
else await (await import('./shots.ts')).makeShots(first === undefined ? [] : [first, ...others]);
