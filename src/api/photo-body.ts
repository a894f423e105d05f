import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { photoMax } from './photos.js';
import { ProblemError } from './problem.js';

/** Photographs come in as they are, and only where a route says that it takes them. What they are is judged by their bytes. */
export function readPhotoBodies(instance: FastifyInstance): void {
  instance.addContentTypeParser(['image/jpeg', 'image/png'], { parseAs: 'buffer' }, (request, body, done) => {
    const { picture } = request.routeOptions.config as { picture?: boolean };
    if (picture === true) done(null, body);
    else done(new ProblemError('unsupported_media_type'));
  });
}

/** On a route whose body is a photograph; read the parameter of its body with `photoBody`. */
export const TakesPhoto = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ picture: true, bodyLimit: photoMax }),
    ApiConsumes('image/jpeg', 'image/png'),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );

/**
 * The bytes of the photograph that came in.
 * @throws ProblemError unsupported_media_type for anything else
 */
export function photoBody(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new ProblemError('unsupported_media_type');
  return body;
}
