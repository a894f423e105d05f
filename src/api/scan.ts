import type { FastifyRequest } from 'fastify';
import { codesIn } from './photo-codes.js';
import { photoFormOf } from './photos.js';

/** What came in by a place for codes on a page (`ScanPlace`). */
export interface Scan {
  /** What the codes say: of a photograph all that are in it, else what the camera or somebody wrote. */
  readonly texts: readonly string[];
  /** What stood in the field. */
  readonly typed: string;
  /** What else the form says. */
  readonly fields: Readonly<Record<string, string>>;
}

/** How many codes one photograph may show. */
const codesMost = 40;

/** Reads what was scanned, photographed or typed. */
export async function readScan(request: Pick<FastifyRequest, 'body'>): Promise<Scan> {
  const { fields, photo } = photoFormOf(request);
  const typed = fields.code?.trim() ?? '';
  if (typed !== '') return { texts: [typed], typed, fields };
  return { texts: photo === undefined ? [] : await codesIn(photo, codesMost), typed, fields };
}
