import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream } from 'pino';
import { NestLog, openLog } from './api/log.js';
import { errorPage, registerPages } from './app.pages.js';
import { AppModule, type AppOptions } from './app.module.js';
import { watchDatabase } from './app.readiness.js';
import { adapterFor, setUp } from './app.setup.js';
import { watchBooks } from './app.watch.js';
import { DrawingsService } from './communities/drawings.service.js';
import { SoundsService } from './communities/sounds.service.js';
import { TranslationsService } from './communities/translations.service.js';
import type { Config } from './config.js';
import type { Clock } from './database/clock.js';
import { UpkeepService } from './upkeep/upkeep.service.js';

/** How long requests under way may still take when the server stops. */
const drainMs = 10_000;

export interface ServerOptions extends AppOptions {
  readonly clock?: Clock;
  /** Where the log goes instead of standard output. */
  readonly logTo?: DestinationStream;
}

export interface Server {
  readonly app: NestFastifyApplication;
  /** Where it listens, such as http://127.0.0.1:3000. */
  readonly url: string;
  /** Stops: takes no more requests, answers those under way (10 s at most), then closes the database. */
  close(): Promise<void>;
}

/**
 * Builds the whole service without listening, for the API document and for tests that need no network.
 * @throws what opening the database throws
 */
export async function buildApp(config: Config, options: ServerOptions = {}): Promise<NestFastifyApplication> {
  const log = openLog(config.logLevel, options.logTo);
  const module = AppModule.with(config, options.clock, options);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapterFor(config), {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  try {
    const translations = app.get(TranslationsService);
    const sounds = app.get(SoundsService);
    const drawings = app.get(DrawingsService);
    const pages = (instance: FastifyInstance): void =>
      registerPages(
        instance,
        () => translations.offers(),
        () => sounds.recordings(),
        () => drawings.drawings(),
      );
    await setUp(app, config, { log, errorPage, registerPages: pages });
    watchDatabase(app);
    watchBooks(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * Starts the service and listens at the host and port of the settings.
 * @throws what opening the database or listening throws (such as EADDRINUSE); everything is closed again then
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  // A copy, because the address of a free port goes into it once it is known.
  const own = { ...config };
  const app = await buildApp(own, options);
  try {
    await app.get(UpkeepService).start();
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const url = urlOf(app);
  if (new URL(own.publicUrl).port === '0') own.publicUrl = url;
  let closing: Promise<void> | undefined;
  return { app, url, close: () => (closing ??= stop(app)) };
}

/** The HTTP side is closed before Nest ends the rooms: a request under way still needs its database. */
async function stop(app: NestFastifyApplication): Promise<void> {
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const late = setTimeout(() => instance.server.closeAllConnections(), drainMs);
  // A connection that was busy when closing began is kept open by its client once it has its answer.
  const idle = setInterval(() => instance.server.closeIdleConnections(), 25);
  try {
    await instance.close();
  } finally {
    clearTimeout(late);
    clearInterval(idle);
  }
  await app.close();
}

function urlOf(app: NestFastifyApplication): string {
  const address = (app.getHttpServer() as { address(): { address: string; port: number } }).address();
  const host = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Stops the server at SIGTERM or SIGINT and ends the process: 0 when all was closed, 1 when that failed. */
export function stopAtSignals(server: Server): void {
  const end = (): void => {
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
