import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { bulkMax } from './frame.js';
import { ProblemError } from './problem.js';

/** On a route whose body is a CSV file; read the parameter of its body with `csvBody`. */
export const TakesCsv = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ csv: true, bodyLimit: bulkMax }),
    ApiConsumes('text/csv'),
    ApiBody({ schema: { type: 'string' } }),
  );

/**
 * The bytes of the file that came in.
 * @throws ProblemError unsupported_media_type for anything else
 */
export function csvBody(body: unknown): Buffer {
  if (!Buffer.isBuffer(body)) throw new ProblemError('unsupported_media_type');
  return body;
}
