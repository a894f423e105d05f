import { Injectable } from '@nestjs/common';
import type { Actor, Mandate } from '../access/actor.js';
import type { Amount } from '../ledger/amount.js';
import type { Guard, Reason } from '../ledger/order.js';
import { codeGuard, stateAfterPayment, stateOfCode, type CodeState, type PaymentCode } from './code.js';
import { CodesService } from './codes.service.js';
import { LedgerFacts, type AccountOwner } from './ledger-facts.js';
import { no, type No } from './payment.js';
import { isAsked, requestGuard, stateOfRequest, type PaymentRequest, type RequestState } from './request.js';
import { RequestsService } from './requests.service.js';
import { readCodeToken } from './tokens.js';

/** Who is paid, said in one of four ways. */
export interface PayeeAsked {
  /** The token in a QR code, of a code or of a request that whoever scans may pay. */
  readonly code?: string;
  /** The id of a request. */
  readonly request?: string;
  /** An account. */
  readonly to?: string;
  /** A party; its oldest account in the payer's currency is paid. */
  readonly toParty?: string;
}

/** What a token in a QR code stands for. */
export type Scanned =
  | { readonly kind: 'code'; readonly code: PaymentCode }
  | { readonly kind: 'request'; readonly request: PaymentRequest };

export interface Payee {
  readonly account: AccountOwner;
  /** What the code or request says; null where whoever pays chooses. */
  readonly amount: Amount | null;
  readonly reason: Reason | null;
  /** Whether less than the amount may be paid: a code on the wall does not mind. */
  readonly mayBePart: boolean;
  readonly guards: readonly Guard[];
  /** How the code or request stands at an instant; for showing only, the books judge again. */
  readonly stateAt: (now: number) => CodeState | RequestState;
  /** Whether an account is one that was asked; left out where any may pay. */
  readonly payable?: (from: AccountOwner) => boolean;
}

type Said = Omit<Payee, 'account'> & { readonly accountId: string };

export interface FoundPayee {
  readonly kind: 'found';
  readonly payee: Payee;
  readonly from: AccountOwner | undefined;
  readonly timeZone: string;
}

/** So many purses are offered to choose from. */
const ownMost = 6;

/** Finds out who is paid. What has become of a code or request meanwhile is judged under lock by the books. */
@Injectable()
export class PayeesService {
  constructor(
    private readonly facts: LedgerFacts,
    private readonly codes: CodesService,
    private readonly requests: RequestsService,
  ) {}

  /** Whether a party of this community has this id. */
  isParty(communityId: string, id: string): Promise<boolean> {
    return this.facts.isParty(communityId, id);
  }

  owner(communityId: string, accountId: string): Promise<AccountOwner | undefined> {
    return this.facts.owner(communityId, accountId);
  }

  /** The accounts of a party that are not closed, oldest first. */
  accountsOf(communityId: string, partyId: string): Promise<AccountOwner[]> {
    return this.facts.accountsOf(communityId, partyId);
  }

  /** What a scanned or typed token stands for, in whatever community. */
  async scan(text: string): Promise<Scanned | undefined> {
    const token = readCodeToken(text);
    if (token === undefined) return undefined;
    const code = await this.codes.findByToken(token);
    if (code !== undefined) return { kind: 'code', code };
    const request = await this.requests.findByToken(token);
    return request === undefined ? undefined : { kind: 'request', request };
  }

  /**
   * @param asked with the account that pays; it comes back with the payee, so that both cost one reading at most
   * @param actor whose own account pays when none is named
   * @returns refused `payee_needed`, `code_unknown`, `no_such_account`
   */
  async find(
    communityId: string,
    asked: PayeeAsked & { from?: string },
    actor?: Actor,
  ): Promise<FoundPayee | No> {
    const timeZone = await this.facts.timeZone(communityId);
    if (timeZone === undefined) return no('not_your_account');
    const said = await this.said(communityId, asked);
    if ('kind' in said) return said;
    const ids = asked.from === undefined ? [said.accountId] : [asked.from, said.accountId];
    const owners = await this.facts.owners(communityId, ids);
    const account = owners.get(said.accountId);
    if (account === undefined) return no('no_such_account');
    const from =
      asked.from !== undefined || actor === undefined
        ? owners.get(asked.from ?? '')
        : (await this.ownAccounts(actor, account, 1))[0];
    return { kind: 'found', payee: { ...said, account }, from, timeZone };
  }

  /**
   * The accounts an actor can pay with, one of each party: their own, then of those they act for. The first is what
   * they pay with unless they name one. Whether they may is for the caller to ask.
   */
  async ownAccounts(actor: Actor, payee: AccountOwner, most = ownMost): Promise<AccountOwner[]> {
    const { communityId, currency } = payee;
    const parties = [actor.id, ...actor.mandates.filter(forParty).map(({ partyId }) => partyId!)];
    const own: AccountOwner[] = [];
    for (const party of new Set(parties)) {
      if (own.length >= most) break;
      const accounts = await this.facts.accountsOf(communityId, party);
      const fitting = accounts.find((each) => each.currency === currency && each.id !== payee.id);
      if (fitting !== undefined) own.push(fitting);
    }
    return own;
  }

  private async said(communityId: string, asked: PayeeAsked & { from?: string }): Promise<Said | No> {
    if (asked.to !== undefined) return plain(asked.to);
    if (asked.code !== undefined) return this.scanned(communityId, await this.scan(asked.code));
    if (asked.request !== undefined) {
      const request = await this.requests.find(communityId, asked.request);
      return this.scanned(communityId, request === undefined ? undefined : { kind: 'request', request });
    }
    if (asked.toParty === undefined) return no('payee_needed');
    const from = asked.from === undefined ? undefined : await this.facts.owner(communityId, asked.from);
    const accounts = await this.facts.accountsOf(communityId, asked.toParty);
    const account = accounts.find((each) => each.currency === from?.currency) ?? accounts[0];
    return account === undefined ? no('no_such_account') : plain(account.id);
  }

  private scanned(communityId: string, scanned: Scanned | undefined): Said | No {
    if (scanned === undefined) return no('code_unknown');
    if (scanned.kind === 'code') {
      return scanned.code.communityId === communityId ? ofCode(scanned.code) : no('code_unknown');
    }
    return scanned.request.communityId === communityId ? ofRequest(scanned.request) : no('code_unknown');
  }
}

function forParty({ role, partyId }: Mandate): boolean {
  return partyId !== null && (role === 'member' || role === 'treasurer');
}

function plain(accountId: string): Said {
  return { accountId, amount: null, reason: null, mayBePart: false, guards: [], stateAt: () => 'open' };
}

function ofCode(code: PaymentCode): Said {
  const { id, kind, accountId, amount, reason } = code;
  const guards: Guard[] = [{ kind: codeGuard, key: id, expect: 'open', next: stateAfterPayment(kind) }];
  const stateAt = (now: number) => stateOfCode(code, now);
  return { accountId, amount, reason, mayBePart: kind === 'standing', guards, stateAt };
}

function ofRequest(request: PaymentRequest): Said {
  const { id, accountId, amount, reason } = request;
  const guards: Guard[] = [{ kind: requestGuard, key: id, expect: 'open', next: 'paid' }];
  const payable = (from: AccountOwner): boolean => isAsked(request, from);
  const stateAt = (now: number) => stateOfRequest(request, now);
  return { accountId, amount, reason, mayBePart: false, guards, payable, stateAt };
}
