import { Busboy } from '@fastify/busboy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** A photograph straight from the camera of a telephone; larger ones are refused before they are read to the end. */
export const photoMax = 12 * 1024 * 1024;

/** What a form with a photograph brings: its fields as text, and the picture as it was taken. */
export interface PhotoForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly photo: Buffer | undefined;
}

/** What a form with a recording brings. */
export interface SoundForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly sound: Buffer | undefined;
}

/** A form field is a number, a code or a pile of forty of them, never a text. */
const fieldMax = 1_500;

/**
 * Forms with a photograph (`multipart/form-data`, RFC 7578) come in only where a route says that it takes them:
 * `@RouteConfig({ photo: true, bodyLimit: photoMax })`. The body of such a request has the fields, and `photo`. With
 * `sound: true` it is a recording, and `sound`.
 */
export function readPhotos(instance: FastifyInstance): void {
  instance.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body, done) => {
    const { photo, sound } = request.routeOptions.config as { photo?: boolean; sound?: boolean };
    if (photo !== true && sound !== true) return done(new ProblemError('unsupported_media_type'));
    parse(request, body as Buffer, photo === true ? 'photo' : 'sound').then(
      (read) => done(null, read),
      () => done(new ProblemError('malformed_body')),
    );
  });
}

function parse(
  request: FastifyRequest,
  body: Buffer,
  wanted: 'photo' | 'sound',
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const form: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const reader = new Busboy({
      headers: { 'content-type': String(request.headers['content-type']) },
      limits: { files: 1, fields: 20, fieldSize: fieldMax, fieldNameSize: 40, fileSize: photoMax },
    });
    reader.on('field', (name, value) => (form[name] = value));
    reader.on('file', (name, stream) => {
      const parts: Buffer[] = [];
      // A form that breaks off inside a file says so on the file's own stream, and nowhere else.
      stream.on('error', reject);
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (name === wanted) form[wanted] = Buffer.concat(parts);
      });
    });
    reader.on('finish', () => resolve(form));
    reader.on('error', reject);
    reader.end(body);
  });
}

/** The fields and the picture of a request that `readPhotos` read, or that came as an ordinary form. */
export function photoFormOf(request: Pick<FastifyRequest, 'body'>): PhotoForm {
  const { fields, file: photo } = formOf(request, 'photo');
  return { fields, photo };
}

/** The fields and the recording of such a request. */
export function soundFormOf(request: Pick<FastifyRequest, 'body'>): SoundForm {
  const { fields, file: sound } = formOf(request, 'sound');
  return { fields, sound };
}

interface FileForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Buffer | undefined;
}

function formOf({ body }: Pick<FastifyRequest, 'body'>, wanted: 'photo' | 'sound'): FileForm {
  const fields: Record<string, string> = {};
  let file: Buffer | undefined;
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (typeof value === 'string' && value.length <= fieldMax && !/\p{Cc}/u.test(value)) fields[name] = value;
    else if (name === wanted && Buffer.isBuffer(value) && value.length > 0) file = value;
  }
  return { fields, file };
}
