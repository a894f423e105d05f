import { Injectable } from '@nestjs/common';
import { CommunitiesService } from '../communities/communities.service.js';
import { TranslationsService } from '../communities/translations.service.js';
import type { Language, LanguageCode } from '../languages/languages.js';

/** In which languages something is printed: one that stands alone, and at most one more as its translation (U19). */
export type Printed = readonly [Language, LanguageCode?];

/** What a community can print in, and what it is called. */
export interface Printable {
  readonly name: string;
  readonly languages: Printed;
  /** All that may stand second. */
  readonly offered: readonly LanguageCode[];
}

/** In which languages paper of a community can be printed: those that it speaks, and the translations it turned on. */
@Injectable()
export class PrintedLanguages {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly translations: TranslationsService,
  ) {}

  /**
   * Dutch first where the community speaks it; beside it the language that was asked for, or else the next one spoken.
   * @param asked a language of the community; its first one asks for that one alone
   * @returns undefined when the community does not offer what was asked for
   */
  async of(communityId: string, asked?: string): Promise<Printable | undefined> {
    const [community, offers] = await Promise.all([
      this.communities.look(communityId),
      this.translations.offers(),
    ]);
    const { name, languages } = community!;
    const first = languages.includes('nl') ? 'nl' : languages[0]!;
    const spoken = languages.filter((each) => each !== first);
    const offered = [...spoken, ...offers(communityId).translations];
    if (asked === first) return { name, languages: [first], offered };
    const second = asked === undefined ? spoken[0] : offered.find((each) => each === asked);
    if (asked !== undefined && second === undefined) return undefined;
    return { name, languages: second === undefined ? [first] : [first, second], offered };
  }
}
