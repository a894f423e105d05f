import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

const types = ['audio/wav', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/mp4'];

/** Sounds come in as they are, and only where a route says that it takes them. What they are is judged by their bytes. */
export function readSounds(instance: FastifyInstance): void {
  instance.addContentTypeParser(/^audio\/[\w.+-]+/, { parseAs: 'buffer' }, (request, body, done) => {
    const { sound } = request.routeOptions.config as { sound?: boolean };
    if (sound === true) done(null, body);
    else done(new ProblemError('unsupported_media_type'));
  });
}

/** On a route whose body is a sound of at most so many bytes; read the parameter of its body with `soundBody`. */
export const TakesSound = (max: number): MethodDecorator =>
  applyDecorators(
    RouteConfig({ sound: true, bodyLimit: max }),
    ApiConsumes(...types),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );

/**
 * The bytes of the sound that came in.
 * @throws ProblemError unsupported_media_type for anything else
 */
export function soundBody(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new ProblemError('unsupported_media_type');
  return body;
}
