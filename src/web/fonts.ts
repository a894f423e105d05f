import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';

interface Font {
  readonly family: string;
  readonly file: string;
  /** The characters for which a browser fetches it, and no others. */
  readonly range: string;
  readonly path: string;
}

const require = createRequire(import.meta.url);

/**
 * Letters for devices that lack them (Noto, under the SIL Open Font License). They stand behind the device's own fonts,
 * so that only who needs a script fetches it, from us and from nobody else (U74).
 */
export const fonts: readonly Font[] = [
  font('noto-sans', 'latin', 'U+0000-00FF,U+0131,U+0152-0153,U+2000-200B,U+2010-2027,U+2030-206F,U+20AC'),
  font('noto-sans', 'latin-ext', 'U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F,U+1EF2-1EFF'),
  font('noto-sans', 'cyrillic', 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116'),
  font(
    'noto-sans-arabic',
    'arabic',
    'U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200D,U+FB50-FDFF,U+FE70-FEFC',
  ),
  font('noto-sans-ethiopic', 'ethiopic', 'U+1200-139F,U+2D80-2DDF,U+AB00-AB2F'),
];

/** The rules of the style sheet that name them. */
export const fontsCss = fonts
  .map(
    ({ family, path, range }) =>
      `@font-face { font-family: "${family}"; src: url(${path}) format("woff2"); font-weight: 100 900; font-display: swap; unicode-range: ${range}; }`,
  )
  .join('\n');

/** Serves them from the disk; they never change under their name, so browsers keep them for a year. */
export function registerFonts(fastify: FastifyInstance): void {
  for (const { path, file } of fonts) {
    fastify.get(path, (_request, reply) =>
      reply
        .header('content-type', 'font/woff2')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .send(createReadStream(file)),
    );
  }
}

function font(name: string, subset: string, range: string): Font {
  const file = require.resolve(`@fontsource-variable/${name}/files/${name}-${subset}-wght-normal.woff2`);
  const hash = createHash('sha256').update(readFileSync(file)).digest('base64url').slice(0, 12);
  return { family: `Samenmunt ${subset}`, file, range, path: `/assets/font-${subset}.${hash}.woff2` };
}
