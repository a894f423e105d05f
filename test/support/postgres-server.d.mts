/** A PostgreSQL server of our own, on loopback, with its data under the system's temporary folder. */
export interface PostgresServer {
  /** For a superuser of the database `postgres`; it stays the same over kill and start. */
  readonly url: string;
  readonly description: string;
  /** Starts it again after kill or stop, on the same port with the same data. */
  start(): Promise<void>;
  /** Kills the server and every process of it at once. */
  kill(): Promise<void>;
  /** Stops it in order; who is connected is cut off. */
  stop(): Promise<void>;
  /** Ends it for good and removes its data. */
  remove(): Promise<void>;
  /** As remove, without waiting, for the end of a process. */
  removeAtOnce(): void;
}

export class NoPostgresError extends Error {}

export function findPostgres(choice?: string): { folder: string; from: 'installed' | 'embedded' };

export function startServer(options?: {
  /** Wait for the disk at each commit (for measuring). */
  durable?: boolean;
  /** More settings, such as 'work_mem=8MB'. */
  settings?: string[];
}): Promise<PostgresServer>;
