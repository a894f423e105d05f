import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Metrics } from './metrics.js';

/** The log: one JSON object a line, to standard output unless told otherwise. */
export function openLog(level: string, stream?: DestinationStream): Logger {
  // Lines are written together, at the latest after half a second and at the end: each on its own would cost more
  // than the rest of the frame.
  const to = stream ?? pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 500 });
  return pino({ level, base: null }, to);
}

/**
 * One line and one observation for each answer. Never a header, a body or the address as it came: what is logged of
 * the address is the pattern of its route.
 */
export function noteAnswers(instance: FastifyInstance, log: Logger, metrics: Metrics): void {
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const ms = reply.elapsedTime;
    const labels = { method: request.method, route, status: reply.statusCode };
    metrics.observe('http_request_duration_seconds', ms / 1000, labels);
    if (log.isLevelEnabled('info')) log.info(lineOf(request, reply, route, ms), 'answered');
    done();
  });
}

function lineOf(request: FastifyRequest, reply: FastifyReply, route: string, ms: number): object {
  const actor = (request as { actor?: { id?: string } | null }).actor?.id;
  return {
    request: request.id,
    method: request.method,
    route,
    ...(request.is404 && { path: redactPath(request.url) }),
    status: reply.statusCode,
    ms: Math.round(ms * 1000) / 1000,
    ...(actor !== undefined && { actor }),
  };
}

/** The path of an address without its query, and with whatever may be a token or an id left out. */
export function redactPath(url: string): string {
  const [, first = '', ...rest] = url.split(/[?#;]/, 1)[0]!.slice(0, 200).split('/');
  const steps = rest.map((step) => (/^[a-z]{1,15}$/.test(step) ? step : '*'));
  return `/${[/^[a-z.-]{0,15}$/i.test(first) ? first : '*', ...steps].join('/')}`;
}

/** Nest's own messages in the same log. What it tells about its start is for debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.to.debug({ from: rest.at(-1) }, String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.to.trace({ from: rest.at(-1) }, String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.to.debug({ from: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.to.warn({ from: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const { name, stack } = message instanceof Error ? message : { name: undefined, stack: rest[0] };
    const text = message instanceof Error ? message.message : String(message);
    this.to.error({ from: rest.at(-1), name, stack }, text);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}
