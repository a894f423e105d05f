import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Config } from '../config.js';
import { pickLanguage, words } from '../languages/languages.js';
import { answerHeaders } from './headers.js';
import { readPhotoBodies } from './photo-body.js';
import { readPhotos } from './photos.js';
import { isForPrograms, problemBody } from './problem.answer.js';
import { ProblemError } from './problem.js';
import { readSounds } from './sound-body.js';
import { problemOf } from './trouble.js';

/** The most a body may have, and the most of a bulk call (on a route: `@RouteConfig({ bodyLimit: bulkMax })`). */
export const bodyMax = 1024 * 1024;
export const bulkMax = 4 * 1024 * 1024;

export function fastifyOptions(config: Config): FastifyServerOptions & { skipMiddie: boolean } {
  return {
    logger: false,
    // The one proxy in front tells whom it talks to, as the last in the list; all before that the caller may have made up.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    bodyLimit: bodyMax,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: requestIds(config.trustProxy),
    rewriteUrl: (request) => lowerFirstStep(request.url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    frameworkErrors: (error, request, reply) =>
      answerEarly(problemOf(error), request, reply, config.publicUrl),
    clientErrorHandler: answerBadRequest,
    // No Nest middleware is used, and without it a request takes a shorter way.
    skipMiddie: true,
  };
}

/** Short ids, unique in the log of a server: some random characters a process, then a number. */
function requestIds(trustProxy: boolean): (request: { headers: IncomingMessage['headers'] }) => string {
  const process = randomBytes(5).toString('hex');
  let number = 0;
  return ({ headers }) => {
    const given = trustProxy ? headers['x-request-id'] : undefined;
    return typeof given === 'string' && /^[\w-]{1,64}$/.test(given)
      ? given
      : `${process}-${(++number).toString(36)}`;
  };
}

/** QR codes are in capitals, so that they stay small: /P/TOKEN is /p/TOKEN. Tokens keep their case. */
export function lowerFirstStep(url: string): string {
  const code = url.charCodeAt(1);
  if (code < 65 || code > 90) return url;
  return url.replace(/^\/[^/?#]+/, (step) => step.toLowerCase());
}

/** What holds for every request before it reaches a route. */
export function requestRules(instance: FastifyInstance, { publicUrl }: Config): void {
  // Named beforehand, so that all requests have the same shape; the guard of `access` fills it in.
  instance.decorateRequest('actor');
  const { pages, programs } = answerHeaders(publicUrl.startsWith('https:'));
  readJson(instance);
  readCsvFiles(instance);
  readPhotos(instance);
  readPhotoBodies(instance);
  readSounds(instance);
  instance.addHook('onRoute', (route) => {
    const limit = (route.config as { bodyLimit?: number } | undefined)?.bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(isForPrograms(request.url) ? programs : pages).header('x-request-id', request.id);
    // A form can be sent here from any page without asking, so programs' addresses take none.
    const isForm = request.headers['content-type']?.includes('x-www-form-urlencoded') === true;
    if (!request.url.startsWith('/api/')) done();
    else if (isForm) done(new ProblemError('unsupported_media_type'));
    else if (!isAcceptable(request)) done(new ProblemError('not_acceptable'));
    else done();
  });
}

const jsonType = /^(\*\/\*|application\/(\*|json|([\w.-]+\+)?json))$/;
/** Other forms have addresses with an ending of their own, such as qr.svg and statement.csv. */
const otherForm = /^[^?#]*\.(?!json)\w{2,7}(?=[?#]|$)/;

/** Whether the caller takes JSON (RFC 9110, 12.5.1). Without a word about it, everything is fine. */
function isAcceptable({ url, headers: { accept } }: FastifyRequest): boolean {
  if (accept === undefined || accept.trim() === '' || otherForm.test(url)) return true;
  return accept.split(',', 50).some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return !isRefused && jsonType.test(type);
  });
}

/** A key such as __proto__ needs no care here: the InputPipe takes only the fields it knows, one by one. */
function readJson(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    let read: unknown;
    try {
      read = JSON.parse(body as string);
    } catch {
      return done(new ProblemError('malformed_body'));
    }
    done(null, read);
  });
}

/** Files come in as they are, and only where a route says that it takes them. */
function readCsvFiles(instance: FastifyInstance): void {
  instance.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (request, body, done) => {
    const { csv } = request.routeOptions.config as { csv?: boolean };
    if (csv === true) done(null, body);
    else done(new ProblemError('unsupported_media_type'));
  });
}

/** Answers what the router itself could not read, before any hook ran. */
function answerEarly(
  problem: ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string,
): void {
  const said = words(pickLanguage(request.headers));
  void reply
    .status(problem.status)
    .headers(answerHeaders(publicUrl.startsWith('https:')).programs)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problemBody(problem, said, publicUrl, request.id)));
}

/** Answers what is no HTTP at all, or does not come to an end. */
function answerBadRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
