import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { IssueOrders } from './issue-orders.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import { whereOfOwner, type Programme } from './programme.js';
import { findProgramme } from './programmes.store.js';
import { riskGuard, writePaid, type RiskClaim } from './risk-claim.js';
import * as store from './risk-claims.store.js';

export type RiskRefusal = AccessRefusal<'maker_may_not_approve' | 'issue_decided' | 'no_risk_fund'>;

/** Deciding on what the fund of a programme pays. Who took the voucher in good faith gets it; who gave it pays nothing. */
@Injectable()
export class RiskPayments {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: ProgrammeAccounts,
    private readonly orders: IssueOrders,
  ) {}

  /**
   * Pays a claim out of the fund; never by who made it, nor by who takes vouchers for the party that gets it, nor by
   * the command line.
   * @param orderId UUID version 7, made by who asks; the same id again gets the same answer
   * @returns posted; refused `maker_may_not_approve`, `issue_decided`, `not_enough` when the fund is too small, which
   * may be asked anew with another id once there is more in it
   * @throws NotAllowed
   */
  async pay(
    actor: Actor,
    communityId: string,
    orderId: string,
    claimId: string,
  ): Promise<Answer | RiskRefusal> {
    const { claim, programme } = await this.must(actor, communityId, claimId);
    const { partyId, accountId, amount } = claim;
    const now = this.clock.now();
    // Whether they could take vouchers there at all, whatever a token of theirs leaves out.
    const takes = may({ ...actor, scopes: null }, 'accept_voucher', { communityId, partyId }, now);
    if (claim.madeBy === actor.id || takes) return refuse('maker_may_not_approve');
    if (claim.state === 'refused') return refuse('issue_decided');
    const own = await this.accounts.all(programme);
    const fromId = own.find(({ kind }) => kind === 'risk')?.accountId;
    if (fromId === undefined) return refuse('no_risk_fund');
    const answer = await this.orders.post(
      claim,
      programme,
      { fromId, accountId },
      {
        kind: 'settlement',
        orderId,
        actorId: actor.id,
        transfer: { amount },
        guards: [{ kind: riskGuard, key: claimId, expect: 'claimed', next: writePaid(actor.id) }],
        row: auditRow(actor, 'decide_programme', 'voucher', claim.serial, communityId, now),
      },
    );
    const gone = answer.kind === 'refused' && answer.code === 'code_already_used';
    return gone ? { ...answer, code: 'issue_decided' } : answer;
  }

  /** Says no to a claim that waits. @throws NotAllowed */
  async refuse(
    actor: Actor,
    communityId: string,
    claimId: string,
  ): Promise<{ kind: 'refused_now' } | RiskRefusal> {
    const { claim } = await this.must(actor, communityId, claimId);
    if (claim.madeBy === actor.id) return refuse('maker_may_not_approve');
    const now = this.clock.now();
    const row = auditRow(actor, 'decide_programme', 'voucher', claim.serial, communityId, now);
    const done = await this.database.transaction(async (tx) => {
      const changed = await store.refuseClaim(tx, claim, actor.id, now);
      if (changed) await audit(tx, row);
      return changed;
    });
    return done ? { kind: 'refused_now' } : refuse('issue_decided');
  }

  private async must(
    actor: Actor,
    communityId: string,
    claimId: string,
  ): Promise<{ claim: RiskClaim; programme: Programme }> {
    const { reader } = this.database;
    const claim = await store.findClaim(reader, communityId, claimId);
    if (claim === undefined || actor.kind === 'system') throw new NotAllowed();
    const programme = (await findProgramme(reader, communityId, claim.programme))!;
    if (!may(actor, 'decide_programme', whereOfOwner(programme), this.clock.now())) throw new NotAllowed();
    return { claim, programme };
  }
}
