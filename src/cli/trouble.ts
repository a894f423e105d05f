import { DatabaseInUseError } from '../database/file-lock.js';
import { allSentences } from '../languages/languages.js';
import { Refused } from './terminal.js';

/** What a database or the system calls trouble, in a sentence each. */
const sentences: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN:
    'the database file cannot be opened: is the folder there, and may this user read and write it?',
  SQLITE_READONLY: 'the database file is read-only for this user',
  SQLITE_FULL: 'the disk is full; what was not answered is not written',
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the database file is damaged; restore a backup',
  SQLITE_BUSY: 'another process keeps the database file locked',
  SQLITE_IOERR: 'the disk cannot be read or written',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not read or write there',
  EPERM: 'this user may not do that there',
  ENOENT: 'there is no such file or folder',
  EADDRINUSE: 'another process listens at this address; choose another PORT',
  EADDRNOTAVAIL: 'this machine has no such address; choose another HOST',
  ECONNREFUSED: 'nothing answers at the address in DATABASE_URL: does PostgreSQL run there?',
  ECONNRESET: 'the database broke the connection off',
  ENOTFOUND: 'the host in DATABASE_URL is not known',
  EAI_AGAIN: 'the host in DATABASE_URL is not known',
  ETIMEDOUT: 'the database does not answer',
  '28P01': 'the user or password in DATABASE_URL is wrong',
  '28000': 'the database does not let this user in',
  '3D000': 'the database in DATABASE_URL does not exist on that server',
  '42501': 'the database user lacks a right it needs',
  '53100': "the database's disk is full",
  '53300': 'the database takes no more connections',
  '57P01': 'the database server was stopped',
  '57P03': 'the database server is starting or stopping; try again in a moment',
  '25006': 'the database is read-only',
};

/** Errors of ours whose message is a sentence already. */
const named = [
  ...['Refused', 'ConfigError', 'MasterKeyError', 'OtherMasterKeyError', 'BooksStoppedError', 'RangeError'],
  ...['NotAllowed', 'UnwrapError'],
];

interface Trouble {
  readonly code?: unknown;
  readonly driverError?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** A sentence for whoever started the command, without secrets and without a stack. */
export function sentenceFor(error: unknown): string {
  const { name = '', message = String(error) } = (error ?? {}) as { name?: string; message?: string };
  if (error instanceof DatabaseInUseError) {
    return `${message}: stop that server first, or ask it through its API`;
  }
  if (named.includes(name)) return message;
  const code = codeOf(error);
  const sentence = code === undefined ? undefined : known(code);
  const plain = withoutSecrets(message);
  if (sentence === undefined) return plain;
  return plain === '' ? sentence : `${sentence} (${plain})`;
}

/** The code of an error, of the driver's error inside it, or of the first of several. */
function codeOf(error: unknown): string | undefined {
  const { code, driverError, cause, errors } = (error ?? {}) as Trouble;
  if (typeof code === 'string') return code;
  for (const inner of [driverError, cause, errors?.[0]]) {
    const found = inner === undefined || inner === null ? undefined : codeOf(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** SQLite has finer codes below its coarse ones, such as SQLITE_IOERR_WRITE. */
function known(code: string): string | undefined {
  return sentences[code] ?? sentences[code.split('_', 2).join('_')];
}

function withoutSecrets(text: string): string {
  return text.replace(/:\/\/[^@\s/]+@/g, '://');
}

/** The words of a refusal in English, with its code for who looks it up. */
export function wordsOf(code: string): string {
  const words = allSentences('en').get(`refusals.${code}`);
  return words === undefined ? code : `${words} (${code})`;
}

/** What a service answered, or Refused with its words. */
export function answered<A extends { readonly kind: string }>(
  answer: A,
): Exclude<A, { readonly kind: 'refused' }> {
  if (answer.kind === 'refused') throw new Refused(wordsOf((answer as unknown as { code: string }).code));
  return answer as Exclude<A, { readonly kind: 'refused' }>;
}
