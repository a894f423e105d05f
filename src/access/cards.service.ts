import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row, Tx } from '../database/sql.js';
import { may, type Actor } from './actor.js';
import { audit, auditRow } from './audit.js';
import { hadOtherHalf, mayBecome, readNumber, type Card } from './card.js';
import * as store from './cards.store.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { PartyKinds } from './parties.js';
import { chosenSecret, type SecretKind } from './secret.js';
import { SecretsService } from './secrets.service.js';
import { hashOf, readLinkToken } from './token.js';

type CardRefusal = AccessRefusal<
  | 'no_such_card'
  | 'card_not_blank'
  | 'card_not_in_use'
  | 'already_has_card'
  | 'no_such_person'
  | 'secret_not_possible'
  | 'secret_easy'
  | 'another_helper_needed'
>;
export type CardAnswer = { readonly kind: 'done'; readonly card: Card } | CardRefusal;

interface KeptSecret {
  readonly kind: SecretKind;
  readonly kept: Buffer | null;
}

/**
 * Giving, blocking and replacing cards, with the member beside the helper. None of it shows or moves anything of a
 * purse, and every step stands in the audit of the community and of the member.
 */
@Injectable()
export class CardsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartyKinds,
    private readonly secrets: SecretsService,
  ) {}

  /**
   * The card behind a code that a helper scanned, or behind the number on it that they typed.
   * @throws NotAllowed
   */
  async scanned(actor: Actor, communityId: string, shown: string): Promise<Card | undefined> {
    this.mustManage(actor, communityId);
    const { reader } = this.database;
    const number = readNumber(shown);
    if (number !== undefined) return (await store.findByNumber(reader, communityId, number))?.card;
    const read = readLinkToken(shown);
    if (read === undefined) return undefined;
    const found = await store.findByToken(reader, hashOf(read));
    return found?.card.communityId === communityId ? found.card : undefined;
  }

  /**
   * Gives a blank to a person, who chooses how to prove that it is theirs (U01, U04).
   * @param wish.secret four digits, or three of the nine pictures with spaces between; null for none, with low limits
   * @throws NotAllowed
   */
  async enrol(
    actor: Actor,
    communityId: string,
    cardId: string,
    wish: { partyId: string; secret: string | null },
  ): Promise<CardAnswer> {
    this.mustManage(actor, communityId);
    const { partyId } = wish;
    if ((await this.parties.of(communityId, partyId)) !== 'person') return refuse('no_such_person');
    const secret = await this.keep(communityId, partyId, wish.secret);
    if (typeof secret === 'string') return refuse(secret);
    return this.change(actor, communityId, cardId, partyId, async (tx, { card }, now) => {
      if (card.state !== 'blank') return 'card_not_blank';
      const others = await store.findCardsOf(tx, communityId, partyId);
      if (others.some(({ state }) => state === 'active')) return 'already_has_card';
      // Taking away the old card and choosing the secret of the new one would be a purse in one pair of hands.
      if (others.some((each) => hadOtherHalf(each.changedBy, each.changedAt, actor.id, now)))
        return 'another_helper_needed';
      const given = { partyId, secretKind: secret.kind, secret: secret.kept, replaces: null };
      await store.activate(tx, communityId, cardId, { ...given, ...notSetLater }, actor.id, now);
      return null;
    });
  }

  /** A lost or found card stops working, and the sessions it opened end. The member may too. @throws NotAllowed */
  async block(actor: Actor, communityId: string, cardId: string): Promise<CardAnswer> {
    return this.end(actor, communityId, cardId, 'blocked');
  }

  /** A card ends for good, blank or not. The member may too. @throws NotAllowed */
  async close(actor: Actor, communityId: string, cardId: string): Promise<CardAnswer> {
    return this.end(actor, communityId, cardId, 'closed');
  }

  /**
   * A lost card in one call: it ends, and a blank works in its place for the same member with the same secret (U03).
   * What the member has stays where it is.
   * @throws NotAllowed
   */
  async replace(actor: Actor, communityId: string, cardId: string, blankId: string): Promise<CardAnswer> {
    this.mustManage(actor, communityId);
    const lost = await store.findCard(this.database.reader, communityId, cardId);
    if (lost === undefined || lost.partyId === null) return refuse('no_such_card');
    const { partyId } = lost;
    return this.change(actor, communityId, blankId, partyId, async (tx, blank, now) => {
      const old = await store.lockCard(tx, communityId, cardId);
      if (!mayBecome(old!.card.state, 'replaced')) return 'card_not_in_use';
      if (blank.card.state !== 'blank') return 'card_not_blank';
      const { secretKind, secretSetBy, secretSetAt } = old!.card;
      if (hadOtherHalf(secretSetBy, secretSetAt, actor.id, now)) return 'another_helper_needed';
      const others = await store.findCardsOf(tx, communityId, partyId);
      if (others.some(({ id, state }) => state === 'active' && id !== cardId)) return 'already_has_card';
      await store.setState(tx, communityId, cardId, 'replaced', actor.id, now);
      await store.endSessionsOfCard(tx, cardId, '', now);
      const kept = { secretKind: secretKind!, secret: old!.secret, secretSetBy, secretSetAt };
      await store.activate(tx, communityId, blankId, { ...kept, partyId, replaces: cardId }, actor.id, now);
      return null;
    });
  }

  /**
   * Another secret for one that was forgotten or seen; opens a card again that asked for a helper. The member may too.
   * Nobody may who handed out a card in place of a lost one of this member in the last week.
   * @param given as for `enrol`
   * @throws NotAllowed
   */
  async setSecret(
    actor: Actor,
    communityId: string,
    cardId: string,
    given: string | null,
  ): Promise<CardAnswer> {
    const found = await store.findCard(this.database.reader, communityId, cardId);
    this.mustManage(actor, communityId, found);
    if (found === undefined) return refuse('no_such_card');
    const { partyId } = found;
    if (partyId === null) return refuse('card_not_in_use');
    const secret = await this.keep(communityId, partyId, given);
    if (typeof secret === 'string') return refuse(secret);
    const isOwn = actor.id === partyId;
    return this.change(actor, communityId, cardId, partyId, async (tx, { card }, now) => {
      if (card.state !== 'active') return 'card_not_in_use';
      const had = await store.findCardsOf(tx, communityId, partyId);
      const handedOut = had.filter(({ replaces }) => replaces !== null);
      if (!isOwn && handedOut.some((each) => hadOtherHalf(each.activatedBy, each.activatedAt, actor.id, now)))
        return 'another_helper_needed';
      const set = { kind: secret.kind, kept: secret.kept, setBy: isOwn ? null : actor.id };
      await store.setSecret(tx, communityId, cardId, set, actor.id, now);
      await store.endSessionsOfCard(tx, cardId, actor.via, now);
      return null;
    });
  }

  private async end(
    actor: Actor,
    communityId: string,
    cardId: string,
    state: 'blocked' | 'closed',
  ): Promise<CardAnswer> {
    const found = await store.findCard(this.database.reader, communityId, cardId);
    this.mustManage(actor, communityId, found);
    if (found === undefined) return refuse('no_such_card');
    return this.change(actor, communityId, cardId, found.partyId, async (tx, { card }, now) => {
      if (!mayBecome(card.state, state)) return 'card_not_in_use';
      await store.setState(tx, communityId, cardId, state, actor.id, now);
      await store.endSessionsOfCard(tx, cardId, '', now);
      return null;
    });
  }

  /** One change of a card under lock, with its lines in the audit. */
  private async change(
    actor: Actor,
    communityId: string,
    cardId: string,
    partyId: string | null,
    work: (tx: Tx, card: store.SecretCard, now: number) => Promise<CardRefusal['code'] | null>,
  ): Promise<CardAnswer> {
    const now = this.clock.now();
    const rows: Row[] = [auditRow(actor, 'manage_cards', 'card', cardId, communityId, now)];
    if (partyId !== null) rows.push(auditRow(actor, 'manage_cards', 'party', partyId, communityId, now));
    return this.database.transaction(
      async (tx): Promise<CardAnswer> => {
        const locked = await store.lockCard(tx, communityId, cardId);
        if (locked === undefined) return refuse('no_such_card');
        const code = await work(tx, locked, now);
        if (code !== null) return refuse(code);
        await audit(tx, ...rows);
        return { kind: 'done', card: (await store.findCard(tx, communityId, cardId))! };
      },
      // Two blanks for one person at once: the later one looks again and is told.
      { retryOn: ['23505'] },
    );
  }

  private async keep(
    communityId: string,
    partyId: string,
    given: string | null,
  ): Promise<KeptSecret | 'secret_not_possible' | 'secret_easy'> {
    if (given === null) return { kind: 'none', kept: null };
    const secret = chosenSecret(given);
    if (typeof secret === 'string') return secret;
    return { kind: secret.kind, kept: await this.secrets.keep(ownerOf(communityId, partyId), secret.text) };
  }

  /** @param card given when the member whose it is may do it as well */
  private mustManage(actor: Actor, communityId: string, card?: Card): void {
    const now = this.clock.now();
    if (may(actor, 'manage_cards', { communityId }, now)) return;
    const partyId = card?.partyId ?? null;
    const isOwn = partyId !== null && actor.id === partyId;
    if (!isOwn || !may(actor, 'change_profile', { communityId, partyId, partyKind: 'person' }, now))
      throw new NotAllowed();
  }
}

const notSetLater = { secretSetBy: null, secretSetAt: null };

/** Whose a secret is: the member's, so that it can go along to another card. */
export function ownerOf(communityId: string, partyId: string): string {
  return `card ${communityId} ${partyId}`;
}
