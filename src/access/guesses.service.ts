import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Reader, Table } from '../database/sql.js';
import { isLive, may, type Actor, type Role } from './actor.js';
import { NotAllowed } from './errors.js';
import type { TryLimit } from './settings.js';
import { TriesService } from './tries.service.js';

/** What can be guessed. */
export const guessKinds = ['voucher_code', 'voucher_check', 'card_secret', 'passphrase'] as const;
export type GuessKind = (typeof guessKinds)[number];

export interface Alarm {
  readonly id: string;
  readonly kind: GuessKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whose wrong guess was the one too many; a random id. */
  readonly actorId: string;
}

/** One thing wrong guesses are counted of: a card, a serial, a device, somebody. */
export interface Guessed {
  readonly key: string;
  readonly limit: TryLimit;
}

/** An alarm without whose guess it was. */
export type Warning = Pick<Alarm, 'kind' | 'at'>;

const watching: ReadonlySet<Role> = new Set(['treasurer', 'checker', 'steward']);
const hour = 3_600_000;
const shownMs = 7 * 24 * hour;
/** So many wrong guesses of a kind in an hour, whoever made them, and the community is told. */
const alarmAt: TryLimit = { failures: 20, windowMs: hour, lockMs: hour };
/** So many, and nobody there may guess for the rest of the hour: spread over many cards and hands it is still one thief. */
const brakeAt: TryLimit = { failures: 100, windowMs: hour, lockMs: hour };

const alarmsTable: Table = {
  name: 'alarms',
  columns: {
    community_id: 'text',
    alarm_id: 'text',
    kind: 'text',
    at: 'bigint',
    actor_id: 'text',
    via: 'text',
  },
};
const alarmsShown = 50;

/**
 * Wrong guesses of short secrets: counted for each thing that was tried, for whoever tried, and for the whole
 * community, so that spreading them does not help. Warns the community early and stops guessing when it goes on.
 */
@Injectable()
export class GuessesService {
  constructor(
    private readonly database: Database,
    private readonly tries: TriesService,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a guess before it is judged, so that many at once cannot slip past. A right one is taken back with `right`.
   * @throws TooManyTries when one of the doors is closed, the community's own among them
   */
  async attempt(communityId: string, kind: GuessKind, guessed: readonly Guessed[]): Promise<void> {
    await this.tries.mustBeOpen(brakeKey(communityId, kind));
    for (const { key, limit } of guessed) await this.tries.attempt(keyOf(communityId, kind, key), limit);
  }

  /** The last guess was right: what was counted of the thing itself is forgotten, of others it stays. */
  async right(communityId: string, kind: GuessKind, key: string): Promise<void> {
    await this.tries.right(keyOf(communityId, kind, key));
  }

  /** As `right` of one among many that are counted together, such as those at one device: only this one is forgotten. */
  async takeBack(communityId: string, kind: GuessKind, key: string): Promise<void> {
    await this.tries.giveBack(keyOf(communityId, kind, key));
  }

  /** The last guess was wrong: counts it for the community, and warns its people when it is one too many. */
  async wrong(actor: Pick<Actor, 'id' | 'via'>, communityId: string, kind: GuessKind): Promise<void> {
    await this.tries.failed(brakeKey(communityId, kind), brakeAt);
    if (!(await this.tries.closes(`alarm ${kind} ${communityId}`, alarmAt))) return;
    const row = {
      community_id: communityId,
      alarm_id: newId(),
      kind,
      at: BigInt(this.clock.now()),
      actor_id: actor.id,
      via: actor.via,
    };
    await this.database.transaction((tx) => tx.insert(alarmsTable, [row]));
  }

  /** The last alarms, newest first, at most 50. For stewards. @throws NotAllowed */
  async alarms(actor: Actor, communityId: string): Promise<Alarm[]> {
    if (!may(actor, 'manage_community', { communityId }, this.clock.now())) throw new NotAllowed();
    return findAlarms(this.database.reader, communityId);
  }

  /** Those of the last week for the pages of who keeps or checks a purse, and of stewards (U40); none for all others. */
  async warnings(actor: Actor, communityId: string): Promise<Warning[]> {
    const now = this.clock.now();
    const watches = actor.mandates.some(
      (each) => each.communityId === communityId && watching.has(each.role) && isLive(each, now),
    );
    if (!watches) return [];
    const alarms = await findAlarms(this.database.reader, communityId);
    const late = alarms.filter(({ at }) => now - at < shownMs);
    return late.map(({ kind, at }) => ({ kind, at }));
  }
}

async function findAlarms(reader: Reader, communityId: string): Promise<Alarm[]> {
  const rows = await reader.all(
    'select * from alarms where community_id = ? order by at desc, alarm_id desc limit ?',
    [communityId, BigInt(alarmsShown)],
  );
  return rows.map((row) => ({
    id: row.alarm_id as string,
    kind: row.kind as GuessKind,
    at: Number(row.at),
    actorId: row.actor_id as string,
  }));
}

function keyOf(communityId: string, kind: GuessKind, key: string): string {
  return `guess ${kind} ${communityId} ${key}`;
}

function brakeKey(communityId: string, kind: GuessKind): string {
  return `guesses ${kind} ${communityId}`;
}
