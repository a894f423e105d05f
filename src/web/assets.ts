import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { registerFonts } from './fonts.js';
import { recorderScript } from './scripts/recorder.js';
import { siteScript } from './scripts/site.js';
import { siteCss } from './site.css.js';
import { attendanceCss } from './styles/attendance.js';
import { siteIcon } from './site-icon.js';

export type AssetName = 'site.css' | 'attendance.css' | 'site.js' | 'icon.svg' | 'decoder.js' | 'recorder.js';

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
  readonly packed: Buffer;
}

const script = 'text/javascript; charset=utf-8';
/** Reads codes in a picture, for browsers that cannot (jsQR); fetched only when a camera is opened there. */
const decoder = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');

const assets: Readonly<Record<AssetName, Asset>> = {
  'site.css': asset('site', 'css', 'text/css; charset=utf-8', siteCss),
  'attendance.css': asset('attendance', 'css', 'text/css; charset=utf-8', attendanceCss),
  'site.js': asset('site', 'js', script, siteScript),
  'decoder.js': asset('decoder', 'js', script, decoder),
  'recorder.js': asset('recorder', 'js', script, recorderScript),
  'icon.svg': asset('icon', 'svg', 'image/svg+xml', siteIcon),
};

/** Where a file of ours is served. The name holds a hash of the content, so a new version has a new address. */
export function assetPath(name: AssetName): string {
  return assets[name].path;
}

/** Serves our own files from memory; they never change under their name, so browsers keep them for a year. */
export function registerAssets(fastify: FastifyInstance): void {
  registerFonts(fastify);
  for (const each of Object.values(assets)) {
    fastify.get(each.path, (request, reply) => serve(each, request, reply));
  }
}

function serve({ type, body, packed }: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply
    .header('content-type', type)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('vary', 'accept-encoding')
    .header('x-content-type-options', 'nosniff');
  const packs = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))/.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
  return packs ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(body);
}

function asset(name: string, ending: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { path: `/assets/${name}.${hash}.${ending}`, type, body, packed: gzipSync(body) };
}
