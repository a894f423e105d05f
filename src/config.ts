import { join, resolve } from 'node:path';

/** Every setting of the service. All come from the environment; nothing else is read from it. */
export interface Config {
  /** Where the data is: `sqlite:FILE` or `postgres://user:secret@host/name`. */
  readonly database: DatabaseConfig;
  /** The port to listen on, 0 for any free one. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /**
   * How people reach the service, without a slash at the end; QR codes and receipts carry it. When it was not given
   * and the port is 0, the server puts its own address here once it listens.
   */
  readonly publicUrl: string;
  /** Folder of what must not lie in the database: master key, and on SQLite the person keys. */
  readonly secretsDir: string;
  /** Whether a proxy in front may tell the client's address (X-Forwarded-For). */
  readonly trustProxy: boolean;
  readonly logLevel: string;
  /** Opens /metrics from elsewhere; null for from this machine only. */
  readonly metricsToken: string | null;
  /** How long a link that signs somebody in can be opened. */
  readonly signInLinkMinutes: number;
  /** How many requests one token or session may keep up. */
  readonly requestsPerSecond: number;
  /** For how many days a spoken thank-you can be heard. */
  readonly thanksDays: number;
  /** What the accessibility statement says of whoever runs the service. */
  readonly accessibility: {
    /** Where a barrier can be told, beside a helper; null for nowhere else. */
    readonly contact: string | null;
    /** Where one complains about the answer; null where the statement names nobody. */
    readonly complaints: string | null;
    /** YYYY-MM-DD, when whoever runs it had it checked themselves; null for when this version was. */
    readonly checkedOn: string | null;
  };
  /** A telephone number to print on cards; null for none. */
  readonly helpline: string | null;
}

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly pool: number };

/** A setting that cannot be used, with its name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and checks the settings.
 * @param env usually process.env
 * @throws ConfigError naming the setting that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const database = readDatabase(env.DATABASE_URL ?? 'sqlite:samenmunt.sqlite', env);
  const port = wholeNumber('PORT', env.PORT ?? '3000', 0, 65535);
  const home =
    database.kind === 'sqlite' ? `${database.file}.secrets` : join(process.cwd(), 'samenmunt.secrets');
  return {
    database,
    port,
    host: env.HOST ?? '127.0.0.1',
    publicUrl: readPublicUrl(env.PUBLIC_URL ?? `http://localhost:${port}`),
    secretsDir: resolve(env.SECRETS_DIR ?? home),
    trustProxy: (env.TRUST_PROXY ?? 'no') === 'yes',
    logLevel: env.LOG_LEVEL ?? 'info',
    metricsToken: readMetricsToken(env.METRICS_TOKEN ?? ''),
    signInLinkMinutes: wholeNumber('SIGN_IN_LINK_MINUTES', env.SIGN_IN_LINK_MINUTES ?? '60', 1, 7 * 24 * 60),
    requestsPerSecond: wholeNumber('REQUESTS_PER_SECOND', env.REQUESTS_PER_SECOND ?? '500', 1, 1_000_000),
    thanksDays: wholeNumber('THANKS_DAYS', env.THANKS_DAYS ?? '30', 2, 366),
    accessibility: {
      contact: readLine('ACCESSIBILITY_CONTACT', env.ACCESSIBILITY_CONTACT, 120),
      complaints: readLine('ACCESSIBILITY_COMPLAINTS', env.ACCESSIBILITY_COMPLAINTS, 200),
      checkedOn: readDay('ACCESSIBILITY_CHECKED', env.ACCESSIBILITY_CHECKED ?? ''),
    },
    helpline: readHelpline(env.HELPLINE ?? ''),
  };
}

function readDatabase(url: string, env: NodeJS.ProcessEnv): DatabaseConfig {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    if (file === '' || file === ':memory:') throw new ConfigError('DATABASE_URL: sqlite: needs a file name');
    return { kind: 'sqlite', file: resolve(file) };
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    return { kind: 'postgres', url, pool: wholeNumber('DATABASE_POOL', env.DATABASE_POOL ?? '16', 2, 200) };
  }
  throw new ConfigError('DATABASE_URL must begin with sqlite: or postgres://');
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ConfigError(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function readLine(name: string, text: string | undefined, most: number): string | null {
  const line = text?.trim() ?? '';
  if (line.length > most) throw new ConfigError(`${name} has at most ${most} characters`);
  return line === '' ? null : line;
}

function readDay(name: string, text: string): string | null {
  if (text === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay) throw new ConfigError(`${name} must be a day such as 2026-11-30`);
  return text;
}

function readHelpline(text: string): string | null {
  const number = text.trim();
  if (number === '') return null;
  if (!/^\+?[\d ./()-]{3,20}$/.test(number))
    throw new ConfigError('HELPLINE must be a telephone number of at most 20 signs');
  return number;
}

function readMetricsToken(text: string): string | null {
  if (text !== '' && text.length < 16) throw new ConfigError('METRICS_TOKEN needs at least 16 characters');
  return text === '' ? null : text;
}

function readPublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new ConfigError('PUBLIC_URL must be http(s)://host[:port] without a path');
  }
  return url.origin;
}
