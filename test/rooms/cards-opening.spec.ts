import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { may } from '../../src/access/actor.js';
import { CardDays } from '../../src/access/card-days.js';
import { Database } from '../../src/database/database.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { cookieOf, TestCards } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const minute = 60_000;
const day = 86_400_000;

describe.each(dialects)('opening cards, on %s', (dialect) => {
  let test: TestCards;
  let here: string;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    here = test.communityId;
  });
  afterAll(() => test.close());

  describe('tries of a secret', () => {
    it('pause after three wrong ones for a minute, and go on', async () => {
      const { card } = await test.withCard('4071');
      for (let i = 0; i < 3; i++)
        expect(await test.open(card, '0000')).toMatchObject({ code: 'secret_wrong' });
      await expect(test.open(card, '4071')).rejects.toThrow('too many tries');
      test.clock.forward(minute + 1);
      expect(await test.open(card, '4071')).toMatchObject({ kind: 'opened' });
    });

    it('ask for a helper after five wrong ones in a row, however long they take', async () => {
      const { card } = await test.withCard('4071');
      for (let i = 0; i < 5; i++) {
        expect(await test.open(card, '0000')).toMatchObject({ code: 'secret_wrong' });
        test.clock.forward(2 * day);
      }
      expect(await test.open(card, '4071')).toMatchObject({ code: 'locked' });
      expect(await test.stateOf(card)).toBe('active');
      expect(await test.open(card, null)).toMatchObject({ kind: 'opened' });
      await test.cards.setSecret(test.helper(), here, card.id, '7302');
      test.clock.forward(minute + 1);
      expect(await test.open(card, '7302')).toMatchObject({ kind: 'opened' });
    });

    it('cannot slip past by coming all at once', async () => {
      const { card } = await test.withCard('4071');
      const guesses = Array.from({ length: 20 }, (_, i) =>
        test.open(card, String(1000 + i)).catch(() => 'paused'),
      );
      const answers = await Promise.all(guesses);
      expect(answers.filter((each) => each !== 'paused')).toHaveLength(3);
    });

    it('answer an unknown card as a wrong secret, pause and all', async () => {
      const [blank] = await test.blanks(1);
      const unknown = { ...blank!, token: 'Z'.repeat(26) };
      for (const card of [unknown, blank!]) {
        for (let i = 0; i < 3; i++)
          expect(await test.open(card, '4071')).toEqual({ kind: 'refused', code: 'secret_wrong' });
        await expect(test.open(card, '4071')).rejects.toThrow('too many tries');
      }
    });

    it('are counted at the device, where right ones do not wear it out', async () => {
      const { card } = await test.withCard('4071');
      for (let i = 0; i < 25; i++)
        expect(await test.open(card, '4071', 'TILL')).toMatchObject({ kind: 'opened' });
      for (let i = 0; i < 20; i++) {
        const { card: other } = await test.withCard('4071');
        expect(await test.open(other, '0000', 'TILL')).toMatchObject({ code: 'secret_wrong' });
      }
      await expect(test.open(card, '4071', 'TILL')).rejects.toThrow('too many tries');
      expect(await test.open(card, '4071', 'OTHER')).toMatchObject({ kind: 'opened' });
      test.clock.forward(60 * minute + 1);
    });

    it('by number need the secret', async () => {
      const { member, card } = await test.withCard('4071');
      const shown = { communityId: here, number: card.number.toLowerCase() };
      const device = { id: 'TILL', via: 'by number' };
      expect(await test.opening.open(shown, null, device)).toMatchObject({ code: 'secret_needed' });
      expect(await test.opening.open(shown, '0000', device)).toMatchObject({ code: 'secret_wrong' });
      expect(await test.opening.open(shown, '4071', device)).toMatchObject({ actor: { id: member.id } });
    });
  });

  describe('without its secret a card', () => {
    it('opens paying from the own purse and nothing that reads', async () => {
      const { member, card } = await test.withCard('4071');
      const actor = await test.opened(card, null);
      const own = { communityId: here, partyId: member.id, partyKind: 'person' as const };
      const now = test.clock.now();
      expect(may(actor, 'pay_from', own, now)).toBe(true);
      expect(may(actor, 'pay_from', { communityId: here, partyId: 'OTHER00000000001' }, now)).toBe(false);
      const shut = ['read_account', 'read_statement', 'read_receipt', 'read_people', 'see_totals'] as const;
      const never = [
        ...shut,
        'change_profile',
        'make_token',
        'ask_payment',
        'reverse',
        'read_audit',
      ] as const;
      expect(
        never.filter((act) => may(actor, act, own, now) || may(actor, act, { communityId: here }, now)),
      ).toEqual([]);
    });

    it('photographed, pays 2 at a time and 4 a day, and no more', async () => {
      const { member, card } = await test.withCard('4071');
      const thief = await test.member();
      const photo = await test.opened(card, null);
      const pay = (amount: bigint) => test.pay(photo, member.account, thief.account, amount);
      expect(await pay(201n)).toBe('over_card_limit');
      expect(await pay(200n)).toBe('posted');
      expect(await test.get(CardDays).mayPay(photo, 'UUR', 2, 200n)).toBeNull();
      expect(await pay(150n)).toBe('posted');
      expect(await pay(51n)).toBe('over_card_limit');
      expect(await test.get(CardDays).mayPay(photo, 'UUR', 2, 51n)).toBe('over_card_limit');
      expect(await pay(50n)).toBe('posted');
      expect(await pay(1n)).toBe('over_card_limit');
      expect(await test.pay(await test.opened(card, '4071'), member.account, thief.account, 200n)).toBe(
        'posted',
      );
      expect(await test.balanceOf(member)).toBe(-600n);
      test.clock.forward(day);
      expect(await test.pay(photo, thief.account, member.account, 1n)).toBe('posted');
    });

    it('keeps to its day also when many payments come at once', async () => {
      const { member, card } = await test.withCard(null);
      const shop = await test.member();
      const actor = await test.opened(card, null);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => test.pay(actor, member.account, shop.account, 100n)),
      );
      expect(answers.filter((each) => each === 'posted')).toHaveLength(4);
      expect(answers.filter((each) => each === 'over_card_limit')).toHaveLength(16);
    });
  });

  it('refuses a payment that is under way when the card is blocked', async () => {
    const { member, card } = await test.withCard('4071');
    const shop = await test.member();
    for (const secret of ['4071', null]) {
      const actor = await test.opened(card, secret);
      expect(await test.pay(actor, member.account, shop.account, 10n)).toBe('posted');
    }
    const before = [await test.opened(card, '4071'), await test.opened(card, null)];
    await test.cards.block(test.helper(), here, card.id);
    for (const actor of before)
      expect(await test.pay(actor, member.account, shop.account, 10n)).toBe('card_blocked');
    expect(await test.balanceOf(member)).toBe(-20n);
  });

  it('closes the cards of a member who is forgotten, with the secret', async () => {
    const { member, card } = await test.withCard('4071');
    const actor = await test.opened(card, null);
    await test
      .get(ForgettingService)
      .erase(member.actor, here, member.id, { to: 'pot', potTakesOver: false });
    const [row] = await test.rows('select state, secret, sealed from cards where card_id = ?', [card.id]);
    expect(row).toEqual({ state: 'closed', secret: null, sealed: null });
    expect(await test.open(card, '4071')).toMatchObject({ code: 'card_blocked' });
    const shop = await test.member();
    expect(await test.pay(actor, member.account, shop.account, 1n)).toBe('card_blocked');
  });

  describe('the own phone', () => {
    /** Sends the form that the page of a card shows. */
    const opens = async (card: { readonly token: string }, form: Record<string, string>) => {
      const headers = shownCard(card);
      const mark = markIn((await test.ask('GET', '/k', { headers })).body);
      return test.ask('POST', '/k', { headers, form: { ...form, mark } });
    };

    it('shows the same to everybody and changes nothing', async () => {
      const { card } = await test.withCard('cat boat key');
      const [blank] = await test.blanks(1);
      const pages = [card.token, blank!.token, 'Z'.repeat(26)].map(async (token) => {
        const scanned = await test.ask('GET', `/K/${token}`);
        expect([scanned.statusCode, scanned.headers.location]).toEqual([303, '/k']);
        const answer = await test.ask('GET', '/k', { headers: shownCard({ token }) });
        expect(answer.statusCode).toBe(200);
        expect(answer.headers['cache-control']).toBe('no-store');
        return answer.body.replaceAll(token, '').replace(markIn(answer.body), '');
      });
      const [known, empty, unknown] = await Promise.all(pages);
      expect(known).toBe(unknown);
      expect(empty).toBe(unknown);
      expect(await test.stateOf(card)).toBe('active');
      const rows = await test.rows('select wrong from cards where card_id = ?', [card.id]);
      expect(rows[0]!.wrong).toBe(0n);
    });

    it('signs in with card and secret, until the browser is closed', async () => {
      const { member, card } = await test.withCard('cat boat key');
      const form = { first: 'cat', second: 'boat', third: 'key' };
      const shared = await opens(card, form);
      expect(shared.statusCode).toBe(303);
      expect(String(shared.headers['set-cookie'])).not.toMatch(/__Host-samenmunt=[^;]+;[^,]*Max-Age/);
      const me = await test.ask('GET', '/api/v1/me', { headers: { cookie: cookieOf(shared) } });
      expect(me.json()).toMatchObject({ id: member.id, kind: 'person' });
      await test.cards.block(member.actor, here, card.id);
      const after = await test.ask('GET', '/api/v1/me', { headers: { cookie: cookieOf(shared) } });
      expect(after.statusCode).toBe(401);
      const ended = await opens(card, form);
      expect(ended.statusCode).toBe(410);
      expect(ended.body).toContain('Deze kaart is gesloten.');
      expect(ended.body).not.toContain(member.id);
    });

    it('opens no other card than the one for which the form was shown', async () => {
      const [mine, other] = [await test.withCard('cat boat key'), await test.withCard('cat boat key')];
      const shown = await test.ask('GET', '/k', { headers: shownCard(mine.card) });
      const form = { first: 'cat', second: 'boat', third: 'key', mark: markIn(shown.body) };
      // The other card was scanned in another tab; its holder chose the same drawings.
      for (const sent of [form, { ...form, mark: '' }]) {
        const answer = await test.ask('POST', '/k', { headers: shownCard(other.card), form: sent });
        expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([409, undefined]);
        expect(answer.body).toContain('Scan de kaart opnieuw.');
      }
      const rows = await test.rows('select wrong from cards where card_id = ?', [other.card.id]);
      expect(rows[0]!.wrong).toBe(0n);
      const answer = await test.ask('POST', '/k', { headers: shownCard(mine.card), form });
      expect(answer.statusCode).toBe(303);
    });

    it('asks for one picture after the other, and tries nothing before the third', async () => {
      const { card } = await test.withCard('cat boat key');
      const first = await opens(card, { first: 'cat', digits: '' });
      expect(first.statusCode).toBe(200);
      expect(first.body).toContain('Tik je tweede tekening');
      const second = await opens(card, { first: 'cat', second: 'boat' });
      expect(second.body).toContain('Tik je derde tekening');
      expect(second.body).toContain('<input type="hidden" name="first" value="cat"/>');
      const rows = await test.rows('select wrong from cards where card_id = ?', [card.id]);
      expect(rows[0]!.wrong).toBe(0n);
      const digits = await opens(card, { first: 'cat', digits: '0000' });
      expect(digits.statusCode).toBe(422);
    });

    it('says a wrong secret and asks again, and tells when a helper is needed', async () => {
      const { card } = await test.withCard('4071');
      const wrong = () => opens(card, { digits: '0000' });
      const first = await wrong();
      expect(first.statusCode).toBe(422);
      expect(first.body).toContain('Dit klopt niet.');
      await wrong();
      await wrong();
      expect((await wrong()).statusCode).toBe(429);
      test.clock.forward(minute + 1);
      await wrong();
      await wrong();
      test.clock.forward(minute + 1);
      const locked = await opens(card, { digits: '4071' });
      expect(locked.statusCode).toBe(403);
      expect(locked.body).toContain('Vraag een helper.');
      test.clock.forward(60 * minute + 1);
    });

    it('never opens what a steward or civil servant may, nor makes a token', async () => {
      const { member, card } = await test.withCard('4071');
      for (const role of ['steward', 'helper'] as const) {
        await test.get(Database).transaction((tx) =>
          tx.run(
            `insert into mandates (mandate_id, community_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
             values (?, ?, ?, ?, ?, 0, 'T', 0)`,
            [`M${role}`, here, member.id, role, role === 'helper' ? 'GROUP00000000001' : null],
          ),
        );
      }
      const session = await opens(card, { digits: '4071' });
      const headers = { cookie: cookieOf(session), origin: 'https://munt.example' };
      const me = (await test.ask('GET', '/api/v1/me', { headers })).json<{ mandates: { role: string }[] }>();
      expect(me.mandates.map(({ role }) => role)).toEqual(['helper']);
      const json = { scopes: ['community:write'], expiresAt: '2026-02-01T00:00:00Z', label: 'way out' };
      const token = await test.ask('POST', '/api/v1/me/tokens', { headers, json });
      expect(token.statusCode).toBe(403);
    });
  });
});

/** What binds the form on a page to the card for which it was shown. */
function markIn(page: string): string {
  return /name="mark" value="([^"]+)"/.exec(page)![1]!;
}

/** As the phone keeps a card that it scanned. */
function shownCard({ token }: { readonly token: string }): Record<string, string> {
  return { cookie: `shown_card=${token}` };
}
