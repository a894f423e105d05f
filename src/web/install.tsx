import type { FastifyInstance } from 'fastify';
import { dir, ownCode, words, type AnyLanguage } from '../languages/languages.js';
import { plainPairs } from '../languages/pairs.js';
import { assetPath } from './assets.js';
import { OfflinePage } from './errors.js';
import { QuietPage, quietPath } from './hide.js';
import { iconPng } from './icon-png.js';
import { languageOf } from './language-choice.js';
import { sendPage } from './page-answer.js';
import { workerScript } from './scripts/worker.js';

const offlinePath = '/offline';
const day = 86_400;

const icons = [
  { name: 'icon-192', size: 192, whole: false },
  { name: 'icon-512', size: 512, whole: false },
  { name: 'icon-whole', size: 512, whole: true },
] as const;

/**
 * What a browser needs to put the service on the first screen of a telephone, and the two pages that are nobody's: that
 * there is no network, and the quiet one. None of it knows who asks, and nothing needs it.
 */
export function registerInstall(fastify: FastifyInstance): void {
  fastify.get(offlinePath, (request, reply) =>
    sendPage(reply, <OfflinePage language={languageOf(request)} />),
  );
  fastify.get(quietPath, (request, reply) => sendPage(reply, <QuietPage language={languageOf(request)} />));
  fastify.get('/manifest.webmanifest', (request, reply) =>
    reply
      .header('content-type', 'application/manifest+json')
      .send(JSON.stringify(manifest(languageOf(request)))),
  );
  const worker = workerScript(offlinePath, [assetPath('site.css'), assetPath('icon.svg')]);
  fastify.get('/worker.js', (_request, reply) =>
    reply
      .header('content-type', 'text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(worker),
  );
  for (const { name, size, whole } of icons) {
    let made: Buffer | undefined;
    fastify.get(`/assets/${name}.png`, (_request, reply) => {
      made ??= iconPng(size, whole);
      return reply
        .header('content-type', 'image/png')
        .header('cache-control', `public, max-age=${day}`)
        .send(made);
    });
  }
}

/** https://www.w3.org/TR/appmanifest/ */
function manifest(language: AnyLanguage): object {
  const name = plainPairs(words(language).t('site.name'));
  return {
    id: '/',
    name,
    short_name: name,
    lang: ownCode(language),
    dir: dir(language),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f7f0e3',
    theme_color: '#1f5c46',
    icons: icons.map(({ name: file, size, whole }) => ({
      src: `/assets/${file}.png`,
      sizes: `${size}x${size}`,
      type: 'image/png',
      purpose: whole ? 'maskable' : 'any',
    })),
  };
}
