import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { fastifyOptions, requestRules } from './api/frame.js';
import { InputPipe } from './api/input.pipe.js';
import { writeBigintsAsNumbers } from './api/json.js';
import { noteAnswers } from './api/log.js';
import { Metrics } from './api/metrics.js';
import { documentText } from './api/openapi.js';
import type { Answering, ErrorPage } from './api/problem.answer.js';
import { ProblemFilter } from './api/problem.filter.js';
import { Routes } from './api/routes.js';
import type { Config } from './config.js';

export interface SetUpOptions {
  readonly log: Logger;
  /** How a problem is shown to people. Without it everybody gets problem details. */
  readonly errorPage?: ErrorPage;
  /** Adds what all pages need. */
  readonly registerPages?: (instance: FastifyInstance) => void;
}

/** The HTTP server under Nest. Nothing of it logs: one line a request is written when it is answered. */
export function adapterFor(config: Config): FastifyAdapter {
  return new FastifyAdapter(fastifyOptions(config));
}

/**
 * What the server, the command line and the tests share: how requests are read, who may come in, how answers and
 * problems look, what is logged. Call it before app.init().
 */
export async function setUp(
  app: NestFastifyApplication,
  config: Config,
  options: SetUpOptions,
): Promise<void> {
  writeBigintsAsNumbers();
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const metrics = app.get(Metrics);
  const routes = new Routes();
  routes.watch(instance);
  requestRules(instance, config);
  noteAnswers(instance, options.log, metrics);
  await instance.register(cookie);
  await instance.register(formbody, { bodyLimit: 64 * 1024 });
  const { errorPage } = options;
  const answering = (): Answering => ({ publicUrl: config.publicUrl, errorPage });
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter(answering, routes, options.log, metrics));
  options.registerPages?.(instance);
  serveDocument(instance, app);
}

/** The document is made when it is first asked for: it takes a while, and most servers are never asked. */
function serveDocument(instance: FastifyInstance, app: NestFastifyApplication): void {
  let text: string | undefined;
  instance.get('/api/v1/openapi.json', (_request, reply) => {
    text ??= documentText(app);
    return reply.header('content-type', 'application/json').header('cache-control', 'no-cache').send(text);
  });
}
