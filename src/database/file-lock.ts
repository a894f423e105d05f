import BetterSqlite3 from 'better-sqlite3';

/** Another process has the SQLite file open for writing. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
  readonly code = 'database_in_use';
}

/**
 * Keeps a SQLite file to one writing process: an exclusive transaction on a small file beside it, which the system
 * drops by itself when the process ends, however it ends.
 * @returns what gives the file free again
 * @throws DatabaseInUseError
 */
export function holdFile(file: string): () => void {
  const handle = new BetterSqlite3(`${file}.lock`, { timeout: 0 });
  try {
    handle.exec('begin exclusive');
  } catch (error) {
    handle.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new DatabaseInUseError(`${file} is already open in another process`);
  }
  return () => handle.close();
}
