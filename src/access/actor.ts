import { trustOpens, type Trusted } from './trusted.js';

/** Every role a mandate can give. A new role is one line here and its cells in the table of acts and its test. */
export const roles = {
  /** May act for a party as for oneself. Everybody has it for the person they are; by mandate only for a household. */
  member: { of: 'party', mustEnd: false },
  /** Keeps the purse of an initiative or institution. */
  treasurer: { of: 'party', mustEnd: false },
  /** Looks at the books of one initiative or institution for a while, and changes nothing (S40). */
  checker: { of: 'party', mustEnd: true },
  /** Makes programmes, issues and voucher batches of an institution, which somebody else approves (U58, U59). */
  issuer: { of: 'party', mustEnd: false },
  /** Approves what an issuer of the institution made, never what they made themselves. */
  approver: { of: 'party', mustEnd: false },
  /** Reads the programmes of an institution for its accounts. */
  finance: { of: 'party', mustEnd: false },
  /** Sits beside members at a group or institution: cards, secrets, lost vouchers; never pays (S42). */
  helper: { of: 'party', mustEnd: false },
  /** Takes vouchers for a group or institution, and sees nothing of its purse. */
  acceptor: { of: 'party', mustEnd: false },
  /** Looks after a community: its people, its rules, its currencies. */
  steward: { of: 'community', mustEnd: false },
  /** Looks after the server. */
  operator: { of: 'server', mustEnd: false },
} as const satisfies Record<string, { of: 'party' | 'community' | 'server'; mustEnd: boolean }>;
export type Role = keyof typeof roles;

/** What an API token may be made for. */
export const scopes = [
  'payments:write',
  'accounts:read',
  'exchanges:write',
  'people:write',
  'people:read',
  'receipts:read',
  'community:write',
  'journal:read',
  'programmes:write',
  'programmes:decide',
  'programmes:read',
  'vouchers:write',
  'operator',
] as const;
export type Scope = (typeof scopes)[number];

export type PartyKind = 'person' | 'household' | 'initiative' | 'institution';

/** What an actor may do for a party, a community or the server, until when. */
export interface Mandate {
  readonly id: string;
  /** Null for an operator only. */
  readonly communityId: string | null;
  readonly actorId: string;
  readonly role: Role;
  /** Null for stewards and operators. */
  readonly partyId: string | null;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Milliseconds since 1970; the mandate is over from then on. Null for no end. */
  readonly until: number | null;
}

/** Who is asking. A person's actor id is the party id of that person. */
export interface Actor {
  readonly id: string;
  readonly kind: 'person' | 'token' | 'operator' | 'system';
  /** The community a person belongs to; null for operators and the system. */
  readonly communityId: string | null;
  readonly mandates: readonly Mandate[];
  /** What a token is limited to; null for everything the mandates allow. */
  readonly scopes: ReadonlySet<Scope> | null;
  /** The session or token this came in by, or the command: for the audit, never a secret. */
  readonly via: string;
  /**
   * The card they are known by. Without its secret all it opens is paying a little from the own purse (U04); where the
   * member chose none, also looking at what is their own, at a screen where it was shown.
   */
  readonly card?: { readonly id: string; readonly withSecret: boolean; readonly mayLook?: true };
  /** Came in with a passphrase and a second factor. Left out for all others. */
  readonly strong?: true;
  /** They said that the device by which they came in is theirs alone. Left out for all others (U06). */
  readonly ownDevice?: true;
  /** They hold more than this way in opens: a passphrase opens the rest. */
  readonly shut?: 'link' | 'card';
  /** A helper sits beside them at this visit; everything that is booked then says so (U07). */
  readonly visit?: { readonly id: string; readonly helperId: string };
  /** Acts for one member who trusts them and for nobody else, not for themselves either (U08). */
  readonly trust?: Trusted;
}

/** What an act is about. */
export interface Where {
  readonly communityId: string | null;
  /** The party concerned; null or left out for what is the community's own. */
  readonly partyId?: string | null;
  /** When known. A person is never acted for, or looked at, by mandate. */
  readonly partyKind?: PartyKind;
}

interface Rule {
  /** The scope a token needs; null for what no token may ever do. */
  readonly scope: Scope | null;
  /** Who may when it is about a party. */
  readonly party: readonly Role[];
  /** Who may when it is about the community's own accounts, rules and people, or about the server. */
  readonly community: readonly Role[];
}

/**
 * Everything that can be asked and who may: the visibility matrix of requirements 5C in code. Steward, checker and
 * operator see no person's balance or payments, so they stand in no `party` cell of what reads accounts, and a
 * checker's or treasurer's mandate never counts for a person (see `may`).
 */
export const acts = {
  pay_from: { scope: 'payments:write', party: ['member', 'treasurer'], community: ['steward'] },
  /** To make a payment code or a request to be paid. */
  ask_payment: { scope: 'payments:write', party: ['member', 'treasurer'], community: ['steward'] },
  read_account: { scope: 'accounts:read', party: ['member', 'treasurer', 'checker'], community: ['steward'] },
  read_statement: {
    scope: 'accounts:read',
    party: ['member', 'treasurer', 'checker'],
    community: ['steward'],
  },
  read_receipt: { scope: 'receipts:read', party: ['member', 'treasurer', 'checker'], community: ['steward'] },
  /** Any exchange between parties; the party is the one who gives. */
  book_exchange: { scope: 'exchanges:write', party: ['treasurer', 'steward'], community: ['steward'] },
  /** The party is the one who received and now gives back. */
  reverse: { scope: 'exchanges:write', party: ['member', 'treasurer', 'steward'], community: ['steward'] },
  open_account: { scope: 'people:write', party: ['steward'], community: ['steward'] },
  manage_people: { scope: 'people:write', party: ['steward'], community: ['steward', 'operator'] },
  read_people: {
    scope: 'people:read',
    party: ['member', 'treasurer', 'checker', 'steward'],
    community: ['steward'],
  },
  /** Picture, colour, language, nickname, own limits; leaving a household. */
  change_profile: { scope: 'people:write', party: ['member', 'treasurer'], community: [] },
  erase_person: { scope: 'people:write', party: ['member', 'steward'], community: [] },
  /** What a group is and shows is its own business (S46); a steward enters what is there already. */
  manage_group: { scope: 'people:write', party: ['treasurer'], community: ['steward'] },
  /** Founding a group is a help, of a steward or of whoever sits beside its people (S27); the service keeps the two apart. */
  found_group: { scope: 'people:write', party: [], community: ['steward', 'helper'] },
  manage_currency: { scope: 'community:write', party: [], community: ['steward'] },
  manage_community: { scope: 'community:write', party: [], community: ['steward'] },
  see_totals: {
    scope: 'accounts:read',
    party: [],
    community: ['member', 'treasurer', 'checker', 'steward'],
  },
  /** Positions, kinds and amounts; what is a person's is left out of what a steward gets. */
  read_journal: { scope: 'journal:read', party: [], community: ['steward'] },
  /** The whole journal by account shows persons' payments, so only the command line may, beside disk and keys. */
  export_journal: { scope: 'journal:read', party: [], community: [] },
  /** An operator only for a steward; the service sees to that. No token: a link opens all that a token was kept from. */
  make_sign_in_link: { scope: null, party: ['steward', 'operator'], community: [] },
  /** A token acts for its maker, so the party is the maker. Tokens make no tokens. */
  make_token: { scope: null, party: ['member'], community: ['operator'] },
  /** Who may hand out which role is narrowed by `mayGrant`. */
  grant_mandate: {
    scope: 'community:write',
    party: ['treasurer', 'steward'],
    community: ['steward', 'operator'],
  },
  run_demurrage: { scope: 'community:write', party: [], community: ['steward'] },
  /** Programmes and issues, of the institution that gives. */
  make_programme: { scope: 'programmes:write', party: ['issuer'], community: [] },
  /** What somebody else made; the service sees to that. */
  decide_programme: { scope: 'programmes:decide', party: ['approver'], community: [] },
  /** Of the institution everything but persons; of the community the sheet that everybody may read (S03). */
  read_programme: {
    scope: 'programmes:read',
    party: ['issuer', 'approver', 'finance'],
    community: ['member', 'treasurer', 'steward', 'issuer', 'approver', 'finance', 'helper'],
  },
  /** Says that what a town promised has come (S28); the party is who receives. */
  confirm_issue: { scope: 'payments:write', party: ['treasurer'], community: [] },
  /** Makes, prints, activates and voids batches, paid by the party. */
  make_vouchers: { scope: 'vouchers:write', party: ['issuer', 'treasurer'], community: [] },
  /** The party is who takes the voucher's value. */
  accept_voucher: { scope: 'payments:write', party: ['member', 'treasurer', 'acceptor'], community: [] },
  /** Keeps a lost voucher from being used. */
  hold_voucher: {
    scope: 'vouchers:write',
    party: ['issuer', 'treasurer'],
    community: ['steward', 'helper'],
  },
  /** Blank cards, blocking and replacing, secrets with the member present. */
  manage_cards: { scope: 'people:write', party: ['helper'], community: ['steward', 'helper'] },
  /** Sits beside a member who acts with their own card and secret (U07). No token may: it is about who is there. */
  help_member: { scope: null, party: [], community: ['helper'] },
  /** Who brings what, said for the party that gives or receives (S03). */
  say_contribution: { scope: 'exchanges:write', party: ['member', 'treasurer'], community: [] },
  /** Speaks the words of the pages in, for everybody of the community (U13). */
  record_sounds: { scope: 'community:write', party: [], community: ['steward', 'helper'] },
  /** Whom programs elsewhere are told what was booked. */
  manage_webhooks: { scope: 'community:write', party: [], community: ['steward'] },
  manage_communities: { scope: 'operator', party: [], community: ['operator'] },
  /** Health in detail, metrics, timed work. */
  see_server: { scope: 'operator', party: [], community: ['operator'] },
  /** Who looked at what: a party about itself, a steward about the community. */
  read_audit: { scope: 'people:read', party: ['member', 'treasurer'], community: ['steward'] },
} as const satisfies Record<string, Rule>;
export type Act = keyof typeof acts;

/**
 * Whether an actor may do something, at an instant. Pure.
 * @param where the community, and the party when it is about one
 * @param now milliseconds since 1970
 */
export function may(actor: Actor, act: Act, where: Where, now: number): boolean {
  if (actor.kind === 'system') return actor.communityId === null || actor.communityId === where.communityId;
  const rule: Rule = acts[act];
  if (actor.card !== undefined && !cardOpens(actor.card, act)) return false;
  if (actor.scopes !== null && (rule.scope === null || !actor.scopes.has(rule.scope))) return false;
  if (actor.trust !== undefined) return trustOpens(actor.trust, act, actor.communityId, where);
  const allowed = where.partyId == null ? rule.community : rule.party;
  if (allowed.includes('member') && isOneself(actor, where)) return true;
  return actor.mandates.some((mandate) => allowed.includes(mandate.role) && reaches(mandate, where, now));
}

/** A card that anybody may have found pays a little; and no card makes a token, which would outlive its blocking. */
function cardOpens({ withSecret, mayLook }: NonNullable<Actor['card']>, act: Act): boolean {
  if (withSecret) return act !== 'make_token';
  return act === 'pay_from' || (mayLook === true && lookingActs.has(act));
}

/** Nothing can be taken with these: to see what is one's own, and to show one's own code. */
const lookingActs: ReadonlySet<Act> = new Set([
  ...(['read_account', 'read_statement', 'read_people', 'ask_payment'] as const),
]);

/** Whether a mandate is in force. */
export function isLive(mandate: Mandate, now: number): boolean {
  return mandate.from <= now && (mandate.until === null || now < mandate.until);
}

/** A person asking about themselves, or about the community they belong to. Tokens of a person are that person. */
function isOneself(actor: Actor, where: Where): boolean {
  if (actor.communityId === null || actor.communityId !== where.communityId) return false;
  return where.partyId == null || where.partyId === actor.id;
}

function reaches(mandate: Mandate, where: Where, now: number): boolean {
  if (!isLive(mandate, now)) return false;
  if (mandate.role === 'operator') return true;
  if (mandate.communityId === null || mandate.communityId !== where.communityId) return false;
  if (mandate.role === 'steward' || where.partyId == null) return true;
  return mandate.partyId === where.partyId && where.partyKind !== 'person';
}

/**
 * The actor of timed work and of the command line, who hold disk and keys already. Never made from a credential.
 * @param via the name of the command or of the timed work, for the audit
 * @param communityId limits it to one community
 */
export function systemActor(via: string, communityId: string | null = null): Actor {
  return { id: 'SYSTEM', kind: 'system', communityId, mandates: [], scopes: null, via };
}

/**
 * Whether an actor who may grant mandates may grant this one: operators appoint stewards and operators, stewards
 * appoint stewards and those who act for a group, treasurers appoint treasurers and checkers of their own group.
 */
export function mayGrant(actor: Actor, role: Role, where: Where, now: number): boolean {
  const granters: Record<Role, readonly Role[]> = {
    operator: ['operator'],
    steward: ['steward', 'operator'],
    treasurer: ['steward', 'treasurer'],
    checker: ['steward', 'treasurer'],
    issuer: ['steward'],
    approver: ['steward'],
    finance: ['steward'],
    helper: ['steward', 'treasurer'],
    acceptor: ['steward', 'treasurer'],
    // Being in a household follows from a yes of those who are in it: a steward who could grant it would see their purse.
    member: [],
  };
  if (!may(actor, 'grant_mandate', where, now)) return false;
  if (actor.kind === 'system') return true;
  return actor.mandates.some(
    (mandate) => granters[role].includes(mandate.role) && reaches(mandate, where, now),
  );
}
