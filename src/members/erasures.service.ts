import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { systemActor } from '../access/actor.js';
import { BooksStoppedError } from '../books/answers.js';
import { Database } from '../database/database.js';
import { ForgettingService } from './forgetting.service.js';
import { PartyClosing } from './party-closing.js';
import { PersonKeys } from './person-keys.js';
import { PersonRecords } from './person-records.js';
import * as store from './persons.store.js';
import { PictureRack } from './picture-rack.js';
import type { Forgotten } from './vault.js';

export interface Reapplied {
  /** How many persons were in this database again and are forgotten again. */
  readonly forgotten: number;
  /** Whose purses could not be emptied now, because writing the books had stopped or the books refused. */
  readonly unsettled: readonly string[];
}

const atOnce = 500;

/** Sees to it that who was forgotten stays forgotten, also after an older copy of the database was put back. */
@Injectable()
export class ErasuresService implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly keys: PersonKeys,
    private readonly records: PersonRecords,
    private readonly forgetting: ForgettingService,
    private readonly closing: PartyClosing,
  ) {}

  /** At each start: the keys fit the master key, and nobody who was forgotten is back. */
  async onApplicationBootstrap(): Promise<void> {
    await this.keys.tidy();
    await this.reapplyErasures(await this.list());
  }

  /** Everybody who was forgotten, by the database and by the vault. Ids only, for a file beside a backup. */
  async list(): Promise<Forgotten[]> {
    const all = [...(await this.records.forgotten()), ...(await store.findErasures(this.database.reader))];
    return [...new Map(all.map((one) => [`${one.communityId} ${one.partyId}`, one])).values()];
  }

  /**
   * Forgets again who is in the list. What can be read goes first; then purses are emptied into the pot and closed.
   * May be repeated; costs little when there is nothing to do.
   */
  async reapplyErasures(list: readonly Forgotten[]): Promise<Reapplied> {
    const known = new Set(
      (await this.records.forgotten()).map(({ communityId, partyId }) => `${communityId} ${partyId}`),
    );
    const unknown = list.filter(({ communityId, partyId }) => !known.has(`${communityId} ${partyId}`));
    if (unknown.length > 0) await this.records.forget(unknown);
    const unsettled: string[] = [];
    const communityIds = new Set<string>();
    let forgotten = 0;
    for (const one of await this.undone(list)) {
      if (one.isBack) {
        await this.forgetting.wipe(one);
        communityIds.add(one.communityId);
        forgotten++;
      }
      if (!(await this.settle(one))) unsettled.push(one.partyId);
    }
    for (const communityId of communityIds) await this.recountPictures(communityId);
    return { forgotten, unsettled };
  }

  /** Those whose data or accounts are still there. */
  private async undone(list: readonly Forgotten[]): Promise<Array<Forgotten & { isBack: boolean }>> {
    const found: Array<Forgotten & { isBack: boolean }> = [];
    for (const communityId of new Set(list.map((one) => one.communityId))) {
      const mine = list.filter((one) => one.communityId === communityId);
      for (let from = 0; from < mine.length; from += atOnce) {
        const some = mine.slice(from, from + atOnce);
        const ids = some.map(({ partyId }) => partyId);
        const back = new Set(await store.findUnforgotten(this.database.reader, communityId, ids));
        const open = new Set(await this.closing.stillOpen(communityId, ids));
        for (const one of some) {
          const isBack = back.has(one.partyId);
          if (isBack || open.has(one.partyId)) found.push({ ...one, isBack });
        }
      }
    }
    return found;
  }

  private async settle(forgotten: Forgotten): Promise<boolean> {
    const actor = systemActor('reapply_erasures', forgotten.communityId);
    try {
      const wish = { to: 'pot', potTakesOver: true } as const;
      return (await this.forgetting.stop(actor, forgotten, wish)).kind === 'erased';
    } catch (error) {
      if (error instanceof BooksStoppedError) return false;
      throw error;
    }
  }

  /** Nobody can tell any more which picture a forgotten person had, so those of the others are counted. */
  private async recountPictures(communityId: string): Promise<void> {
    const rack = new PictureRack([]);
    let after = '';
    for (;;) {
      const persons = await store.findPersons(this.database.reader, communityId, after, atOnce);
      const ids = persons.map(({ id }) => id);
      for (const data of (await this.records.openMany(communityId, ids)).values()) rack.take(data);
      if (persons.length < atOnce) break;
      after = ids.at(-1)!;
    }
    const uses = rack
      .changes()
      .map(({ picture, colour, after: count }) => ({ picture, colour, uses: count }));
    await this.database.transaction((tx) => store.replacePictures(tx, communityId, uses));
  }
}
