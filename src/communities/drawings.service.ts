import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { findCommunity } from './communities.store.js';
import { roundDrawing } from './drawing-photo.js';
import { drawingNames, isDrawingName, type DrawingName, type PhotoRefusal } from './drawing.js';
import * as store from './drawings.store.js';

/** One pictogram, as whoever looks after the community sees it. */
export interface Drawn {
  readonly name: DrawingName;
  /** The community's own one: its hash, and since when, in milliseconds since 1970; null while it is ours. */
  readonly own: { readonly hash: string; readonly at: number } | null;
}

export type DrawingRefusal = AccessRefusal<'not_found' | 'no_such_drawing' | 'photo_missing' | PhotoRefusal>;

/** Of a community, null for whoever came in to none: the hash of each drawing of its own, undefined when it has none. */
export type Drawings = (communityId: string | null) => ReadonlyMap<string, string> | undefined;

/** How long another process may still show what this one replaced. */
const keptMs = 5_000;

/** The pictures that a community puts in the place of ours, on all its pages (S59, pitfall 24). */
@Injectable()
export class DrawingsService {
  private kept: { readonly drawings: Promise<Drawings>; readonly until: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Every pictogram that may be replaced, the token first.
   * @throws NotAllowed for whoever does not look after the community
   */
  async list(actor: Actor, communityId: string): Promise<Drawn[]> {
    this.mustLookAfter(actor, communityId);
    const rows = await store.findDrawings(this.database.reader, communityId);
    const own = new Map(rows.map((row) => [row.name, { hash: row.hash, at: row.at }]));
    return drawingNames.map((name) => ({ name, own: own.get(name) ?? null }));
  }

  /**
   * Puts the middle of a photograph in the place of a pictogram, small and round, and of the one before. Nothing of the
   * photograph is kept but the points of that picture.
   * @param photo JPEG, PNG or WebP
   * @throws NotAllowed for whoever does not look after the community
   */
  async draw(
    actor: Actor,
    communityId: string,
    name: string,
    photo: Buffer | undefined,
  ): Promise<{ kind: 'drawn'; hash: string } | DrawingRefusal> {
    this.mustLookAfter(actor, communityId);
    if (!isDrawingName(name)) return refuse('no_such_drawing');
    if (photo === undefined || photo.length === 0) return refuse('photo_missing');
    const picture = await roundDrawing(photo);
    if (typeof picture === 'string') return refuse(picture);
    const hash = createHash('sha256').update(picture).digest('hex').slice(0, 16);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      if ((await findCommunity(tx, communityId, tx.forUpdate)) === undefined) return refuse('not_found');
      await store.removeDrawing(tx, communityId, name);
      await store.insertDrawing(tx, { communityId, name, hash, by: actor.id, at: now }, picture);
      await audit(tx, auditRow(actor, 'manage_community', 'drawing', name, communityId, now));
      tx.afterCommit(() => this.forget());
      return { kind: 'drawn', hash };
    });
  }

  /**
   * Takes a drawing away: ours is shown again. Taking away what is not there changes nothing.
   * @returns how many there were
   * @throws NotAllowed for whoever does not look after the community
   */
  async erase(actor: Actor, communityId: string, name: string): Promise<number> {
    this.mustLookAfter(actor, communityId);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      if (!(await store.removeDrawing(tx, communityId, name))) return 0;
      await audit(tx, auditRow(actor, 'manage_community', 'drawing', name, communityId, now));
      tx.afterCommit(() => this.forget());
      return 1;
    });
  }

  /**
   * A picture, for whoever is of its community.
   * @param hash as `drawings` gives it
   */
  async show(communityId: string | null, name: string, hash: string): Promise<Buffer | undefined> {
    return communityId === null
      ? undefined
      : store.findPicture(this.database.reader, communityId, name, hash);
  }

  /** What every community has of its own; read at most once in a few seconds. */
  drawings(): Promise<Drawings> {
    const now = this.clock.now();
    if (this.kept === undefined || this.kept.until <= now) {
      const drawings = this.read();
      this.kept = { drawings, until: now + keptMs };
      drawings.catch(() => this.forget());
    }
    return this.kept.drawings;
  }

  /** All of a community with their bytes, for a file that no server stands behind. */
  async pictures(communityId: string): Promise<ReadonlyMap<string, Buffer>> {
    const found = new Map<string, Buffer>();
    for (const [name, hash] of (await this.drawings())(communityId) ?? []) {
      const picture = await this.show(communityId, name, hash);
      if (picture !== undefined) found.set(name, picture);
    }
    return found;
  }

  private forget(): void {
    this.kept = undefined;
  }

  private async read(): Promise<Drawings> {
    const all = new Map<string, Map<string, string>>();
    for (const { communityId, name, hash } of await store.findDrawings(this.database.reader)) {
      if (!isDrawingName(name)) continue;
      const own = all.get(communityId) ?? new Map<string, string>();
      all.set(communityId, own.set(name, hash));
    }
    return (communityId) => (communityId === null ? undefined : all.get(communityId));
  }

  private mustLookAfter(actor: Actor, communityId: string): void {
    if (!may(actor, 'manage_community', { communityId }, this.clock.now())) throw new NotAllowed();
  }
}
