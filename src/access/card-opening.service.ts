import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { hadOtherHalf, readNumber, type Card } from './card.js';
import { lockActive } from './card-days.store.js';
import { CardTries, type CardDevice } from './card-tries.js';
import { ownerOf } from './cards.service.js';
import * as store from './cards.store.js';
import { refuse, type AccessRefusal } from './credential.js';
import { readSecret } from './secret.js';
import { SecretsService } from './secrets.service.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';
import { hashOf, readLinkToken } from './token.js';

/**
 * What of a card was shown: the token in its QR code; the number on it, which never does without the secret; or the
 * card itself, where it was scanned before in the same visit.
 */
export type ShownCard =
  { readonly token: string } | { readonly communityId: string; readonly number: string } | CardInVisit;

/** A card that was scanned when a visit began. */
export interface CardInVisit {
  readonly communityId: string;
  readonly cardId: string;
}

export type OpeningRefusal = AccessRefusal<
  'card_unknown' | 'card_blocked' | 'secret_wrong' | 'secret_needed' | 'locked'
>;

export interface OpenedCard {
  readonly kind: 'opened';
  /** The member, with no more than the card gives. */
  readonly actor: Actor;
  readonly card: Card;
}

/** Known by a card: paying with it on somebody else's device, and signing in with it on one's own phone. */
@Injectable()
export class CardOpeningService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretsService,
    private readonly tries: CardTries,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Turns a card into the member whose it is. An unknown card and a wrong secret get the same answer in the same time.
   * @param secret as the member gave it; null for the card alone, which pays up to its small limits and reads nothing
   * @param device at which this happens: the actor whose session it is, or the address of somebody's own phone
   * @throws TooManyTries after 3 wrong secrets for a minute, and when a device or the whole community goes on guessing
   */
  async open(
    shown: ShownCard,
    secret: string | null,
    device: CardDevice,
  ): Promise<OpenedCard | OpeningRefusal> {
    const found = await this.find(shown);
    // Whoever holds a card that ended is told that, and nothing more (U03). Its number alone tells nothing.
    const isScanned = !('number' in shown);
    if (isScanned && found !== undefined && hasEnded(found.card)) return refuse('card_blocked');
    if (secret !== null) return this.openWithSecret(shown, found, secret, device);
    if (!isScanned) return refuse('secret_needed');
    if (found?.card.state !== 'active') return refuse('card_unknown');
    return opened(found.card, false);
  }

  /**
   * Opens what is the member's own, to look at it on a screen where their card was shown. Where they chose no secret the
   * card opens it alone, and still pays no more than a card alone may.
   * @param secret as the member gave it, null for the card alone
   * @returns refused `secret_needed` for the card alone that has one
   * @throws TooManyTries as `open`
   */
  async openToLook(
    shown: CardInVisit,
    secret: string | null,
    device: CardDevice,
  ): Promise<OpenedCard | OpeningRefusal> {
    const found = await this.find(shown);
    const hasNone = found?.card.state === 'active' && found.card.secretKind === 'none';
    if (hasNone) return opened(found.card, false, { mayLook: true });
    return secret === null ? refuse('secret_needed') : this.open(shown, secret, device);
  }

  /**
   * Opens it once more where the secret was right before in the same visit, as long as nothing became of the card.
   * @param since when the secret was given, in milliseconds since 1970
   */
  async openAgain(shown: CardInVisit, since: number): Promise<OpenedCard | OpeningRefusal> {
    const card = (await this.find(shown))?.card;
    if (card?.state !== 'active' || card.changedAt > since) return refuse('secret_needed');
    return opened(card, true);
  }

  /** Whether somebody chose the secret of this card within a week, so that to them it proves nothing of the member. */
  async choseSecret({ id }: Actor, shown: CardInVisit): Promise<boolean> {
    const card = (await this.find(shown))?.card;
    return card !== undefined && hadOtherHalf(card.secretSetBy, card.secretSetAt, id, this.clock.now());
  }

  /**
   * Signs in with a card and its secret (U05). The session has what the member may, but never what a passphrase is for.
   * @param ownDevice whether the device is theirs alone
   * @throws TooManyTries as `open`
   */
  async openSession(
    token: string,
    secret: string,
    device: CardDevice,
    ownDevice: boolean,
  ): Promise<OpenedSession | OpeningRefusal> {
    const answer = await this.open({ token }, secret, device);
    if (answer.kind === 'refused') return answer;
    const { actor, card } = answer;
    const { communityId } = card;
    const prepared = this.sessions.prepare();
    const row = auditRow(actor, 'sign_in', 'session', prepared.sessionId, communityId, this.clock.now());
    return this.database.transaction(async (tx) => {
      const stillWorks = await lockActive(tx, communityId, [card.id]);
      if (!stillWorks.has(card.id)) return refuse('card_blocked');
      await audit(tx, row);
      const owner = { kind: 'person' as const, id: actor.id, communityId };
      return this.sessions.open(tx, prepared, owner, ownDevice, { way: 'card', cardId: card.id });
    });
  }

  /**
   * Whether a card that was scanned was given to nobody yet, told to people who are signed in in its community. To
   * strangers it is no card at all.
   */
  async isBlankFor(actor: Actor, token: string): Promise<boolean> {
    if (actor.kind !== 'person' || actor.scopes !== null) return false;
    const card = (await this.find({ token }))?.card;
    return card?.state === 'blank' && card.communityId === actor.communityId;
  }

  private async openWithSecret(
    shown: ShownCard,
    found: store.SecretCard | undefined,
    given: string,
    device: CardDevice,
  ): Promise<OpenedCard | OpeningRefusal> {
    const live = found?.card.state === 'active' ? found : undefined;
    const guess = { card: live?.card, shown: nameOf(shown), device };
    if (!(await this.tries.mayTry(guess))) return refuse('locked');
    const owner = live === undefined ? '' : ownerOf(live.card.communityId, live.card.partyId!);
    const text = readSecret(given)?.text ?? given;
    if (!(await this.secrets.isRight(owner, text, live?.secret ?? null))) {
      await this.tries.wrong(guess);
      return refuse('secret_wrong');
    }
    await this.tries.right(guess);
    return opened(live!.card, true);
  }

  private find(shown: ShownCard): Promise<store.SecretCard | undefined> {
    const { reader } = this.database;
    if ('token' in shown) {
      const token = readLinkToken(shown.token);
      return token === undefined ? none : store.findByToken(reader, hashOf(token));
    }
    if ('cardId' in shown) return store.findSecretCard(reader, shown.communityId, shown.cardId);
    const number = readNumber(shown.number);
    return number === undefined ? none : store.findByNumber(reader, shown.communityId, number);
  }
}

const none = Promise.resolve(undefined);

/** A blank was never anybody's: to strangers it is no card at all. */
function hasEnded({ state, partyId }: Card): boolean {
  return partyId !== null && state !== 'active';
}

function opened(card: Card, withSecret: boolean, look: { readonly mayLook?: true } = {}): OpenedCard {
  const { id, communityId, partyId } = card;
  const actor: Actor = {
    id: partyId!,
    kind: 'person',
    communityId,
    mandates: [],
    scopes: null,
    via: `card ${id}`,
    card: { id, withSecret, ...look },
  };
  return { kind: 'opened', actor, card };
}

/** What was shown, in a form under which tries can be counted. */
function nameOf(shown: ShownCard): string {
  if ('token' in shown) return hashOf(readLinkToken(shown.token) ?? '').toString('base64url');
  const name = 'cardId' in shown ? shown.cardId : readNumber(shown.number);
  return `${shown.communityId} ${name ?? ''}`;
}
