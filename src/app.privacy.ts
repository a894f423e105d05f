import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { Retention, type KeptKind } from './access/retention.js';
import { LinksByOthers } from './app.links.js';
import { OwnedFacts, type Owned } from './app.owned.js';
import type { AnyLanguage } from './languages/languages.js';
import { SpokenThanks } from './payments/spoken-thanks.service.js';

/** All that a member is told of themselves (U71). */
export interface Known {
  readonly owned: Owned;
  /** What is kept and for how long. */
  readonly table: readonly KeptKind[];
  /** How many spoken thank-yous they can hear. */
  readonly thanked: number;
  /** Who else made a way in for this person lately; null when nobody did. */
  readonly links: string | null;
}

/** What is known of the member who asks, on whatever screen. */
@Injectable()
export class Privacy {
  constructor(
    private readonly facts: OwnedFacts,
    private readonly links: LinksByOthers,
    private readonly thanks: SpokenThanks,
    private readonly retention: Retention,
  ) {}

  /** @throws NotAllowed for who is no member */
  async of(actor: Actor, language: AnyLanguage, timeZone: string): Promise<Known> {
    const [owned, thanked, links] = await Promise.all([
      this.facts.of(actor),
      this.thanks.heard(actor),
      this.links.sentence(actor, language, timeZone),
    ]);
    return { owned, links, table: this.retention.table(), thanked: thanked.size };
  }

  /** Signs the member out everywhere but here. */
  async endOthers(actor: Actor): Promise<void> {
    await this.facts.endOthers(actor);
  }
}
