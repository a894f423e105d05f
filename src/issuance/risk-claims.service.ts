import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { isMainAccount } from '../communities/closure.js';
import { personalKinds } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Shown } from '../vouchers/voucher-finder.js';
import { VoucherLooks, type VoucherLook } from '../vouchers/voucher-looks.service.js';
import { isAcceptor } from '../vouchers/voucher-terms.js';
import type { No } from '../vouchers/voucher.js';
import { whereOfOwner } from './programme.js';
import { findProgramme } from './programmes.store.js';
import type { ClaimReason, RiskClaim } from './risk-claim.js';
import * as store from './risk-claims.store.js';

export interface NewClaim {
  /** UUID version 7, made by who asks; the same id again claims nothing twice. */
  readonly id: string;
  /** The voucher, shown as for taking it. */
  readonly shown: Shown;
  /** The account of the group or institution that took it. */
  readonly to: string;
  /** Left out: what the voucher was worth. */
  readonly amount?: Amount;
  readonly reason: ClaimReason;
}

export type ClaimRefusal =
  | No
  | AccessRefusal<
      | ('not_your_account' | 'voucher_not_here' | 'voucher_not_used' | 'voucher_used_here')
      | ('no_risk_fund' | 'claim_over_voucher' | 'claim_exists' | 'exists_with_different_content')
    >;

/** Asking the fund of a programme for what was given for a voucher that turned out used. Others decide on it. */
@Injectable()
export class RiskClaims {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksService,
    private readonly looks: VoucherLooks,
  ) {}

  /**
   * Claims for a voucher that answers `voucher_already_used`; once per voucher and party.
   * @throws NotAllowed, TooManyTries
   */
  async claim(
    actor: Actor,
    communityId: string,
    wish: NewClaim,
  ): Promise<{ kind: 'claimed'; claim: RiskClaim } | ClaimRefusal> {
    const account = await this.books.findAccount(communityId, wish.to);
    if (account === undefined || !this.mayTake(actor, account)) return refuse('not_your_account');
    const { reader } = this.database;
    const known = await store.findClaim(reader, communityId, wish.id);
    const look = await this.looks.look(actor, communityId, wish.shown);
    if (look.kind === 'refused') return look;
    if (known !== undefined) {
      const same = known.serial === look.voucher.serial && isSame(known, actor, wish);
      return same ? { kind: 'claimed', claim: known } : other();
    }
    const trouble = troubleWith(look, account, wish.amount);
    if (trouble !== null) return trouble;
    const { voucher, batch } = look;
    const row = {
      ...{ communityId, id: wish.id, programme: batch.programme!, serial: voucher.serial },
      ...{ partyId: account.partyId!, accountId: account.id, amount: wish.amount ?? voucher.amount },
      ...{ reason: wish.reason, madeBy: actor.id, madeAt: this.clock.now() },
    };
    const audited = auditRow(actor, 'accept_voucher', 'voucher', row.serial, communityId, row.madeAt);
    const done = await this.database.transaction(async (tx) => {
      const isFirst = await store.insertClaim(tx, row);
      if (isFirst) await audit(tx, audited);
      return isFirst;
    });
    if (!done) return refuse('claim_exists');
    return { kind: 'claimed', claim: (await store.findClaim(reader, communityId, wish.id))! };
  }

  /** One claim, for those of the institution and for who takes vouchers for the party; undefined for others. */
  async show(actor: Actor, communityId: string, id: string): Promise<RiskClaim | undefined> {
    const { reader } = this.database;
    const claim = await store.findClaim(reader, communityId, id);
    if (claim === undefined) return undefined;
    const { partyId } = claim;
    const now = this.clock.now();
    if (may(actor, 'accept_voucher', { communityId, partyId }, now)) return claim;
    const programme = (await findProgramme(reader, communityId, claim.programme))!;
    return may(actor, 'read_programme', whereOfOwner(programme), now) ? claim : undefined;
  }

  /**
   * The claims on a programme's fund, newest first, for those of the institution.
   * @param before the id of the last one seen, '' from the newest
   * @param limit at most 201
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    code: string,
    before: string,
    limit: number,
  ): Promise<RiskClaim[]> {
    const { reader } = this.database;
    const programme = await findProgramme(reader, communityId, code);
    const where = programme === undefined ? undefined : whereOfOwner(programme);
    if (where === undefined || !may(actor, 'read_programme', where, this.clock.now())) throw new NotAllowed();
    return store.findClaims(reader, communityId, code, before, limit);
  }

  private mayTake(actor: Actor, { communityId, partyId, partyKind }: Account): boolean {
    if (partyId === null || personalKinds.has(partyKind)) return false;
    return may(actor, 'accept_voucher', { communityId, partyId }, this.clock.now());
  }
}

/** Why the fund is not asked for this voucher; null when it is. */
function troubleWith(look: VoucherLook, account: Account, amount?: Amount): ClaimRefusal | null {
  const { voucher, batch, stands, usedHere } = look;
  if (stands?.code !== 'voucher_already_used') return refuse('voucher_not_used');
  if (usedHere === true) return refuse('voucher_used_here');
  if (batch.programme === null) return refuse('no_risk_fund');
  const party = { id: account.partyId!, kind: account.partyKind };
  const fits = isMainAccount(account) && account.currency === batch.currency;
  if (!fits || !isAcceptor(batch.terms, party)) return refuse('voucher_not_here');
  return amount !== undefined && amount > voucher.amount ? refuse('claim_over_voucher') : null;
}

function isSame(claim: RiskClaim, actor: Actor, { to, amount, reason }: NewClaim): boolean {
  const isMine = claim.madeBy === actor.id && claim.accountId === to && claim.reason === reason;
  return isMine && (amount === undefined || amount === claim.amount);
}

function other(): ClaimRefusal {
  return refuse('exists_with_different_content');
}
