import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { AuditService } from './access/audit.service.js';
import { Faces } from './communities/faces.js';
import { dayIn } from './database/clock.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { dayWords } from './web/dates.js';
import { pictureWord } from './web/pictures.js';

/** What a person is told of links that others made for them. */
@Injectable()
export class LinksByOthers {
  constructor(
    private readonly audits: AuditService,
    private readonly faces: Faces,
  ) {}

  /** Who made the newest of the last 30 days, on which day, and how many there are; null when there is none. */
  async sentence(actor: Actor, language: AnyLanguage, timeZone: string): Promise<string | null> {
    const { count, last } = await this.audits.waysIn(actor);
    if (last === null) return null;
    const { t } = words(language);
    const { communityId } = actor;
    const face =
      last.actorKind === 'person' && communityId !== null
        ? await this.faces.one(communityId, last.actorId)
        : undefined;
    const isPerson = last.actorKind === 'person';
    const look =
      face?.name ?? (face?.picture == null ? t('receipt.someone') : pictureWord(face.picture, language));
    const day = dayWords(dayIn(last.at, timeZone), language);
    return t('start.way_in', { count, day, name: isPerson ? look : t('start.way_in_server') });
  }
}
