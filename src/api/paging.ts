import type { FastifyReply, FastifyRequest } from 'fastify';
import { ListField, TextField, WholeField } from './fields.js';
import type { FieldError, Kind } from './kinds.js';
import type { InputClass } from './objects.js';
import { ProblemError } from './problem.js';

export const pageMax = 200;
const pageDefault = 50;

/** The query of a list: from where, and how many. */
export class PageQuery {
  @TextField({ max: 300, optional: true, about: 'The `next` of the page before.' })
  after?: string;

  @WholeField({
    min: 1,
    max: pageMax,
    optional: true,
    about: `How many at most; ${pageDefault} if left out.`,
  })
  limit?: number;
}

export function limitOf(query: PageQuery): number {
  return query.limit ?? pageDefault;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: T[];
  /** What to ask the next page with; null at the end. */
  readonly next: string | null;
}

type Position = readonly (string | number | bigint)[];

/**
 * Makes a page of rows of which one more than `limit` was read, if there is one.
 * @param positionOf what the order goes by, of a row; the next page begins after it
 */
export function pageOf<T>(rows: readonly T[], limit: number, positionOf: (row: T) => Position): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(positionOf(last)) : null };
}

/** A cursor is a position, not a permission: it is checked, and who may read is judged anew for every page. */
export function writeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position.map(String))).toString('base64url');
}

/**
 * Reads a cursor back.
 * @param kinds one for each part of the position; numbers come as text
 * @returns undefined when there is none
 * @throws ProblemError invalid_input when it is not one of ours
 */
export function readCursor(cursor: string | undefined, kinds: readonly Kind[]): unknown[] | undefined {
  if (cursor === undefined) return undefined;
  const errors: FieldError[] = [];
  const parts = readParts(cursor);
  if (Array.isArray(parts) && parts.length === kinds.length) {
    const position = kinds.map((kind, i) => kind.read(parts[i], errors, 'text'));
    if (errors.length === 0) return position;
  }
  throw new ProblemError('invalid_input', { errors: [{ pointer: '/after', code: 'not_a_cursor' }] });
}

function readParts(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Says in the Link header (RFC 8288) where the next page is, and hands the page on. */
export function answerPage<T>(request: FastifyRequest, reply: FastifyReply, page: Page<T>): Page<T> {
  if (page.next !== null) {
    const [path = '', query = ''] = request.url.split('?');
    const asked = new URLSearchParams(query);
    asked.set('after', page.next);
    void reply.header('link', `<${path}?${asked.toString()}>; rel="next"`);
  }
  return page;
}

export interface ListAsked {
  readonly query: PageQuery;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Answers one page of a list whose order goes by one text, such as an id.
 * @param read the rows after this one, '' for the first, at most so many
 * @param positionOf that text, of a row
 * @throws ProblemError invalid_input for a cursor that is not one of ours
 */
export async function answerList<T>(
  { query, request, reply }: ListAsked,
  kind: Kind,
  read: (after: string, most: number) => Promise<readonly T[]>,
  positionOf: (row: T) => string,
): Promise<Page<T>> {
  const [after = ''] = (readCursor(query.after, [kind]) ?? []) as string[];
  const limit = limitOf(query);
  const rows = await read(after, limit + 1);
  return answerPage(
    request,
    reply,
    pageOf(rows, limit, (row) => [positionOf(row)]),
  );
}

/** The class of a page of items, for the API document: `class MemberPage extends PageOf(MemberView) {}`. */
export function PageOf<T extends object>(
  item: InputClass<T>,
): InputClass<{ items: T[]; next: string | null }> {
  class Items {
    @ListField(() => item, { max: pageMax })
    items!: T[];

    @TextField({ max: 300, nullable: true })
    next!: string | null;
  }
  return Items;
}
