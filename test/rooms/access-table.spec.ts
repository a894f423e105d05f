import { describe, expect, it } from '@jest/globals';
import {
  acts,
  may,
  mayGrant,
  roles,
  scopes,
  systemActor,
  type Act,
  type Actor,
  type Mandate,
  type PartyKind,
  type Role,
} from '../../src/access/actor.js';
import { mandateTrouble } from '../../src/access/mandate.js';

const now = 1_000_000;
const here = 'COMMUNITY0000001';
const elsewhere = 'COMMUNITY0000002';
const asker = 'PERSON0000000001';
const somebody = 'PERSON0000000002';
const group = 'GROUP00000000001';
const otherGroup = 'GROUP00000000002';

function mandate(role: Role, partyId: string | null, change: Partial<Mandate> = {}): Mandate {
  const communityId = role === 'operator' ? null : here;
  return { id: 'M', communityId, actorId: asker, role, partyId, from: 0, until: null, ...change };
}

function actor(mandates: Mandate[], change: Partial<Actor> = {}): Actor {
  return { id: asker, kind: 'person', communityId: here, mandates, scopes: null, via: 'S', ...change };
}

const member = actor([]);
const treasurer = actor([mandate('treasurer', group)]);
const checker = actor([mandate('checker', group, { until: now + 1 })]);
const steward = actor([mandate('steward', null)]);
const operator = actor([mandate('operator', null)], { kind: 'operator', communityId: null });
const issuer = actor([mandate('issuer', group)]);
const approver = actor([mandate('approver', group)]);
const finance = actor([mandate('finance', group)]);
const helper = actor([mandate('helper', group)]);
const acceptor = actor([mandate('acceptor', group)]);
const outsider = actor([], { communityId: elsewhere });
const civil = { issuer, approver, finance };
const everybody = {
  ...{ member, treasurer, checker, steward, operator, outsider },
  ...{ ...civil, helper, acceptor },
};
type Who = keyof typeof everybody;

describe('the table of acts', () => {
  const all: [string, { scope: string | null; party: readonly Role[]; community: readonly Role[] }][] =
    Object.entries(acts);

  it.each(all)('%s names known roles and a known scope', (_, rule) => {
    for (const role of [...rule.party, ...rule.community]) expect(Object.keys(roles)).toContain(role);
    if (rule.scope !== null) expect(scopes).toContain(rule.scope);
  });

  it.each(Object.keys(roles) as Role[])('gives %s something to do', (role) => {
    expect(all.some(([, { party, community }]) => [...party, ...community].includes(role))).toBe(true);
  });

  it.each(scopes)('has an act for the scope %s', (scope) => {
    expect(all.some(([, rule]) => rule.scope === scope)).toBe(true);
  });

  it('lets a checker change nothing', () => {
    const allowed = all.filter(([, { party, community }]) => [...party, ...community].includes('checker'));
    expect(allowed.map(([act]) => act).sort()).toEqual([
      'read_account',
      'read_people',
      'read_receipt',
      'read_statement',
      'see_totals',
    ]);
  });
});

/** Everybody who is a person of this community, whatever else they are. */
const inCommunity = (Object.keys(everybody) as Who[]).filter(
  (who) => who !== 'operator' && who !== 'outsider',
);

/** Requirements 5C, with the columns steward, checker and operator. One line a row, one test a cell. */
const visibility: { what: string; act: Act; partyId: string | null; partyKind?: PartyKind; sees: Who[] }[] = [
  { what: 'the balance of a person', act: 'read_account', partyId: somebody, partyKind: 'person', sees: [] },
  {
    what: 'the payments of a person',
    act: 'read_statement',
    partyId: somebody,
    partyKind: 'person',
    sees: [],
  },
  { what: 'the receipts of a person', act: 'read_receipt', partyId: somebody, partyKind: 'person', sees: [] },
  { what: 'the balance of a person, kind unsaid', act: 'read_account', partyId: somebody, sees: [] },
  {
    what: 'the own balance',
    act: 'read_account',
    partyId: asker,
    partyKind: 'person',
    sees: inCommunity,
  },
  {
    what: 'the balance of a group',
    act: 'read_account',
    partyId: group,
    partyKind: 'initiative',
    sees: ['treasurer', 'checker'],
  },
  {
    what: 'the payments of a group',
    act: 'read_statement',
    partyId: group,
    partyKind: 'initiative',
    sees: ['treasurer', 'checker'],
  },
  { what: 'the balance of another group', act: 'read_account', partyId: otherGroup, sees: [] },
  { what: 'accounts of the community itself', act: 'read_account', partyId: null, sees: ['steward'] },
  {
    what: 'totals of the community',
    act: 'see_totals',
    partyId: null,
    sees: inCommunity,
  },
  { what: 'the whole journal', act: 'export_journal', partyId: null, sees: [] },
];

describe.each(visibility)('$what', ({ act, partyId, partyKind, sees }) => {
  it.each(Object.keys(everybody) as Who[])('%s', (who) => {
    const where = { communityId: here, partyId, ...(partyKind && { partyKind }) };
    expect(may(everybody[who], act, where, now)).toBe(sees.includes(who));
  });
});

describe('who may what', () => {
  const ofGroup = { communityId: here, partyId: group };

  it('sits beside a member as a helper only, and never as a program', () => {
    const place = { communityId: here };
    const those = (Object.keys(everybody) as Who[]).filter((who) =>
      may(everybody[who], 'help_member', place, now),
    );
    expect(those).toEqual(['helper']);
    const program = { ...helper, kind: 'token' as const, scopes: new Set(scopes) };
    expect(may(program, 'help_member', place, now)).toBe(false);
  });

  it('pays from the own purse and that of the group, never from others', () => {
    expect(may(member, 'pay_from', { communityId: here, partyId: asker }, now)).toBe(true);
    expect(may(treasurer, 'pay_from', ofGroup, now)).toBe(true);
    for (const who of [member, checker, steward, operator, outsider])
      expect(may(who, 'pay_from', ofGroup, now)).toBe(false);
    const another = { communityId: here, partyId: somebody, partyKind: 'person' as const };
    for (const who of Object.values(everybody)) expect(may(who, 'pay_from', another, now)).toBe(false);
  });

  it('keeps making, approving and paying apart', () => {
    const who = (act: Act) =>
      (Object.keys(everybody) as Who[]).filter((each) => may(everybody[each], act, ofGroup, now));
    expect(who('make_programme')).toEqual(['issuer']);
    expect(who('decide_programme')).toEqual(['approver']);
    expect(who('read_programme')).toEqual(['issuer', 'approver', 'finance']);
    expect(who('confirm_issue')).toEqual(['treasurer']);
    expect(who('make_vouchers')).toEqual(['treasurer', 'issuer']);
    expect(who('accept_voucher')).toEqual(['treasurer', 'acceptor']);
    expect(who('pay_from')).toEqual(['treasurer']);
    expect(who('manage_cards')).toEqual(['helper']);
  });

  it('lets helpers and stewards hand out cards and keep lost vouchers, and nobody else', () => {
    const who = (act: Act) =>
      (Object.keys(everybody) as Who[]).filter((each) =>
        may(everybody[each], act, { communityId: here }, now),
      );
    expect(who('manage_cards')).toEqual(['steward', 'helper']);
    expect(who('hold_voucher')).toEqual(['steward', 'helper']);
    expect(who('found_group')).toEqual(['steward', 'helper']);
    expect(who('manage_group')).toEqual(['steward']);
    expect(who('manage_webhooks')).toEqual(['steward']);
  });

  it('knows no mandate for a person, even if one were written down', () => {
    const forged = actor([mandate('treasurer', somebody), mandate('member', somebody)]);
    const where = { communityId: here, partyId: somebody, partyKind: 'person' as const };
    expect(may(forged, 'read_account', where, now)).toBe(false);
    expect(may(forged, 'pay_from', where, now)).toBe(false);
  });

  it('lets a mandate count from its beginning until its end', () => {
    const timed = actor([mandate('checker', group, { from: 10, until: 20 })]);
    expect([9, 10, 19, 20].map((at) => may(timed, 'read_account', ofGroup, at))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('keeps communities apart', () => {
    const there = { communityId: elsewhere, partyId: null };
    expect(may(steward, 'manage_people', there, now)).toBe(false);
    expect(may(actor([mandate('treasurer', group)]), 'pay_from', { ...there, partyId: group }, now)).toBe(
      false,
    );
    expect(may(member, 'pay_from', { communityId: elsewhere, partyId: asker }, now)).toBe(false);
  });

  it('limits a token to its scopes', () => {
    const token = actor([], { kind: 'token', scopes: new Set(['accounts:read'] as const) });
    const own = { communityId: here, partyId: asker };
    expect(may(token, 'read_account', own, now)).toBe(true);
    expect(may(token, 'pay_from', own, now)).toBe(false);
    const wide = actor([mandate('steward', null)], { kind: 'token', scopes: new Set(scopes) });
    expect(may(wide, 'manage_people', { communityId: here }, now)).toBe(true);
    expect(may(wide, 'make_token', own, now)).toBe(false);
  });

  it('lets the system do everything, or everything in one community', () => {
    expect(may(systemActor('upkeep'), 'export_journal', { communityId: here }, now)).toBe(true);
    expect(may(systemActor('upkeep', elsewhere), 'export_journal', { communityId: here }, now)).toBe(false);
  });
});

describe('who may grant what', () => {
  const where = (partyId: string | null) => ({ communityId: here, partyId });
  it.each([
    ['operator', 'steward', null, true],
    ['operator', 'treasurer', group, false],
    ['steward', 'steward', null, true],
    ['steward', 'treasurer', group, true],
    ['steward', 'operator', null, false],
    ['steward', 'member', group, false],
    ['treasurer', 'checker', group, true],
    ['treasurer', 'checker', otherGroup, false],
    ['treasurer', 'steward', null, false],
    ['checker', 'checker', group, false],
    ['member', 'treasurer', group, false],
    ['outsider', 'steward', null, false],
    ['steward', 'issuer', group, true],
    ['steward', 'approver', group, true],
    ['issuer', 'approver', group, false],
    ['approver', 'issuer', group, false],
    ['treasurer', 'issuer', group, false],
    ['treasurer', 'helper', group, true],
    ['helper', 'helper', group, false],
  ] as const)('%s a %s of %s: %s', (who, role, partyId, expected) => {
    expect(mayGrant(everybody[who], role, where(partyId), now)).toBe(expected);
  });

  it.each([
    ['checker', group, null, 'initiative', 'mandate_needs_end'],
    ['checker', group, 5, 'initiative', 'mandate_needs_end'],
    ['checker', group, 50, 'initiative', null],
    ['treasurer', null, null, undefined, 'mandate_needs_party'],
    ['treasurer', somebody, null, 'person', 'mandate_not_for_this_party'],
    ['treasurer', group, null, 'household', 'mandate_not_for_this_party'],
    ['member', group, null, 'initiative', 'mandate_not_for_this_party'],
    ['member', group, null, 'household', null],
    ['issuer', group, null, 'institution', null],
    ['issuer', group, null, 'initiative', 'mandate_not_for_this_party'],
    ['helper', group, null, 'initiative', null],
    ['acceptor', group, null, 'household', 'mandate_not_for_this_party'],
    ['steward', group, null, 'initiative', 'mandate_has_no_party'],
    ['steward', null, null, undefined, null],
  ] as const)('a %s of %s until %s for a party of kind %s: %s', (role, partyId, until, kind, expected) => {
    expect(mandateTrouble({ role, partyId, from: 10, until }, kind)).toBe(expected);
  });
});
