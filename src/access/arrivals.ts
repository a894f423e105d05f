import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { noOwnLanguageCookie, ownLanguageCookie } from '../web/language-choice.js';
import { noGoOnCookie, noWayBackCookie, readWayBack } from '../web/way-back.js';
import { endedCookie, nothingShownCookies, sessionCookie, shownCardCookie } from './cookie.js';
import { OwnDevices } from './own-devices.js';
import { OwnLanguages } from './own-languages.js';
import type { OpenedSession } from './sessions.service.js';

/** What a browser is told when somebody comes in with it, and when they are finished. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly languages: OwnLanguages,
    private readonly clock: Clock,
    private readonly devices: OwnDevices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param cookies the header as it came
   * @returns the cookies to keep, and the path to go on to: the payment that was scanned before, else the start
   */
  async of(session: OpenedSession, cookies: string | undefined): Promise<{ cookies: string[]; to: string }> {
    const { owner, keptUntil } = session;
    const now = this.clock.now();
    const isPerson = owner.kind === 'person';
    const language = isPerson ? await this.languages.of(owner.communityId, owner.id) : undefined;
    const { publicUrl } = this.config;
    return {
      cookies: [
        sessionCookie(publicUrl, session, now),
        ownLanguageCookie(language, keptUntil === null ? null : keptUntil - now),
        noWayBackCookie(this.config),
      ],
      to: (isPerson ? readWayBack(cookies) : undefined) ?? '/',
    };
  }

  /**
   * The same for who came in with a card that was scanned with this browser: their first page asks whether the device
   * is theirs alone, unless somebody else was signed in here just before.
   */
  async ofCard(
    session: OpenedSession,
    cookies: string | undefined,
    isOthers: boolean,
  ): Promise<{ cookies: string[]; to: string }> {
    const { cookies: own, to } = await this.of(session, cookies);
    const ask = isOthers ? this.devices.askNoMore() : this.devices.ask(session);
    return { cookies: [...own, this.shown(''), ask], to };
  }

  /** The header by which a browser keeps the card that it scanned, for its page. */
  shown(token: string): string {
    return shownCardCookie(this.config.publicUrl, token);
  }

  /** Nothing of whoever was here stays behind; a language that was chosen by hand belongs to the device. */
  ended(): string[] {
    const { publicUrl } = this.config;
    return [
      ...[endedCookie(publicUrl), noOwnLanguageCookie],
      ...[noWayBackCookie(this.config), noGoOnCookie(this.config), ...nothingShownCookies(publicUrl)],
      this.devices.askNoMore(),
    ];
  }
}
