import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '../../src/access/audit.service.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { mayBecome } from '../../src/access/card.js';
import { KeysService } from '../../src/access/keys.service.js';
import { readSecret, secretPictures } from '../../src/access/secret.js';
import { SecretsService } from '../../src/access/secrets.service.js';
import { Database } from '../../src/database/database.js';
import { TestCards } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const pictures = 'cat boat key';

describe('a card secret', () => {
  it('is four digits, or three different ones of nine pictures in their order', () => {
    expect(readSecret(' 4071 ')).toEqual({ kind: 'digits', text: '4071' });
    expect([readSecret('٤٠٧١'), readSecret('۴۰۷۱')]).toEqual([readSecret('4071'), readSecret('4071')]);
    expect(readSecret('Cat  boat key')).toEqual({ kind: 'pictures', text: pictures });
    const wrong = ['407', '40711', 'cat boat', 'cat cat key', 'cat boat dog', 'cat boat key sun', ''];
    expect(wrong.filter((text) => readSecret(text) !== undefined)).toEqual([]);
    expect(new Set(secretPictures).size).toBe(9);
  });

  it('goes its ways between the five states and no other', () => {
    const ways = ['blank', 'active', 'blocked', 'replaced', 'closed'] as const;
    const allowed = ways.flatMap((from) =>
      ways.filter((to) => mayBecome(from, to)).map((to) => `${from} ${to}`),
    );
    expect(allowed).toEqual([
      'blank active',
      'blank closed',
      'active blocked',
      'active replaced',
      'active closed',
      'blocked replaced',
      'blocked closed',
    ]);
  });
});

describe.each(dialects)('cards, on %s', (dialect) => {
  let test: TestCards;
  let here: string;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    here = test.communityId;
  });
  afterAll(() => test.close());

  describe('the stack of blanks', () => {
    it('is made in one go, each with a number and a code of its own', async () => {
      const blanks = await test.blanks(500);
      expect(new Set(blanks.map(({ number }) => number)).size).toBe(500);
      expect(new Set(blanks.map(({ token }) => token)).size).toBe(500);
      expect(blanks.every(({ number }) => /^\d{4}[A-Z]$/.test(number))).toBe(true);
      expect(blanks.every(({ token }) => /^[0-9A-Z]{26}$/.test(token))).toBe(true);
    });

    it('is made by helpers and stewards only', async () => {
      const stock = test.get(CardStockService);
      for (const role of [undefined, 'operator', 'treasurer', 'issuer', 'checker'] as const) {
        const who = test.actor('SOMEBODY00000001', role);
        await expect(stock.make(who, here, 1)).rejects.toThrow('may not');
        await expect(stock.sheet(who, here, '', 10)).rejects.toThrow('may not');
        await expect(stock.list(who, here, { after: '', limit: 1 })).rejects.toThrow('may not');
      }
      await expect(stock.make(test.steward(), here, 501)).rejects.toThrow('500');
    });

    it('keeps no code that could be read from the database, and none at all once it is given', async () => {
      const { card } = await test.withCard('4071');
      const rows = await test.rows('select * from cards where card_id = ?', [card.id]);
      expect(rows[0]).toMatchObject({ state: 'active', sealed: null });
      expect(Buffer.from(rows[0]!.secret as Buffer).includes('4071')).toBe(false);
      expect(JSON.stringify(rows, (_, value: unknown) => String(value))).not.toContain(card.token);
    });

    it('stolen, is worth nothing', async () => {
      const [stolen] = await test.blanks(1);
      expect(await test.open(stolen!, null)).toMatchObject({ code: 'card_unknown' });
      expect(await test.open(stolen!, '0000')).toMatchObject({ code: 'secret_wrong' });
      const closed = await test.cards.close(test.steward(), here, stolen!.id);
      expect(closed).toMatchObject({ kind: 'done', card: { state: 'closed' } });
      const { id } = await test.member();
      const late = await test.cards.enrol(test.helper(), here, stolen!.id, { partyId: id, secret: null });
      expect(late).toMatchObject({ code: 'card_not_blank' });
    });
  });

  describe('giving a card', () => {
    it('turns a blank active for one person', async () => {
      const { member, card } = await test.withCard(pictures);
      expect(await test.opened(card, pictures)).toMatchObject({
        id: member.id,
        communityId: here,
        mandates: [],
        card: { id: card.id, withSecret: true },
      });
    });

    it.each([
      ['to no person of the community', { partyId: 'NOBODY0000000001', secret: null }, 'no_such_person'],
      ['with no secret there could be', { partyId: '', secret: '123' }, 'secret_not_possible'],
      ...['1234', '9876', '0000', '1212', '7733', '2580', '٤٣٢١'].map(
        (secret) =>
          [`with ${secret}, which is guessed first`, { partyId: '', secret }, 'secret_easy'] as const,
      ),
    ])('is refused %s', async (_, wish, code) => {
      const [blank] = await test.blanks(1);
      const partyId = wish.partyId === '' ? (await test.member()).id : wish.partyId;
      const answer = await test.cards.enrol(test.helper(), here, blank!.id, { ...wish, partyId });
      expect(answer).toMatchObject({ kind: 'refused', code });
      expect(await test.stateOf(blank!)).toBe('blank');
    });

    it('gives nobody a second one, also when two helpers do it at once', async () => {
      const member = await test.member();
      const blanks = await test.blanks(4);
      const answers = await Promise.all(
        blanks.map(({ id }) =>
          test.cards.enrol(test.helper(), here, id, { partyId: member.id, secret: null }),
        ),
      );
      const codes = answers.map((each) => (each.kind === 'refused' ? each.code : each.kind)).sort();
      expect(codes).toEqual(['already_has_card', 'already_has_card', 'already_has_card', 'done']);
    });

    it('stands in what the member can read of who did what', async () => {
      const { member, card } = await test.withCard(null);
      const { lines } = await test
        .get(AuditService)
        .list(member.actor, { communityId: here, partyId: member.id });
      expect(lines).toContainEqual(
        expect.objectContaining({ act: 'manage_cards', actorId: 'HELPER0000000009' }),
      );
      const all = await test.get(AuditService).list(test.steward(), { communityId: here, limit: 200 });
      expect(all.lines).toContainEqual(expect.objectContaining({ subjectKind: 'card', subjectId: card.id }));
    });
  });

  describe('a lost card', () => {
    it('is replaced in one call: the secret and the balance stay, the old one is closed', async () => {
      const { member, card } = await test.withCard('4071');
      const other = await test.member();
      expect(await test.pay(await test.opened(card, '4071'), member.account, other.account, 300n)).toBe(
        'posted',
      );
      const [blank] = await test.blanks(1);
      const answer = await test.cards.replace(test.helper(), here, card.id, blank!.id);
      expect(answer).toMatchObject({ kind: 'done', card: { state: 'active', replaces: card.id } });
      expect(await test.stateOf(card)).toBe('replaced');
      expect(await test.open(card, '4071')).toMatchObject({ code: 'card_blocked' });
      expect(await test.open(card, null)).toMatchObject({ code: 'card_blocked' });
      expect(await test.balanceOf(member)).toBe(-300n);
      expect((await test.opened(blank!, '4071')).id).toBe(member.id);
    });

    it('is blocked first and replaced later', async () => {
      const { card } = await test.withCard('4071');
      expect(await test.cards.block(test.helper(), here, card.id)).toMatchObject({
        card: { state: 'blocked' },
      });
      expect(await test.open(card, '4071')).toMatchObject({ code: 'card_blocked' });
      expect(await test.cards.block(test.helper(), here, card.id)).toMatchObject({ code: 'card_not_in_use' });
      const [blank] = await test.blanks(1);
      await test.cards.replace(test.helper(), here, card.id, blank!.id);
      expect(await test.opened(blank!, '4071')).toMatchObject({ card: { withSecret: true } });
    });

    it('is blocked or closed by the member too, but replaced by a helper only', async () => {
      const { member, card } = await test.withCard('4071');
      const [blank] = await test.blanks(1);
      await expect(test.cards.replace(member.actor, here, card.id, blank!.id)).rejects.toThrow('may not');
      const stranger = (await test.member()).actor;
      await expect(test.cards.block(stranger, here, card.id)).rejects.toThrow('may not');
      expect(await test.cards.close(member.actor, here, card.id)).toMatchObject({
        card: { state: 'closed' },
      });
      expect(await test.cards.replace(test.helper(), here, card.id, blank!.id)).toMatchObject({
        code: 'card_not_in_use',
      });
    });

    it('ended stays ended, whoever writes to the database', async () => {
      const { card } = await test.withCard(null);
      await test.cards.close(test.helper(), here, card.id);
      const again = test
        .get(Database)
        .transaction((tx) => tx.run(`update cards set state = 'active' where card_id = ?`, [card.id]));
      await expect(again).rejects.toThrow(/not allowed|append-only/);
    });
  });

  describe('another secret', () => {
    it('is set by a helper, or by the member', async () => {
      const { member, card } = await test.withCard('4071');
      await test.cards.setSecret(test.helper(), here, card.id, pictures);
      expect(await test.open(card, '4071')).toMatchObject({ code: 'secret_wrong' });
      expect(await test.opened(card, pictures)).toMatchObject({ id: member.id });
      await test.cards.setSecret(member.actor, here, card.id, '7302');
      expect(await test.opened(card, '7302')).toMatchObject({ id: member.id });
    });

    it('is not set by whoever replaced a card of this member in the last week', async () => {
      const { card } = await test.withCard('4071');
      const [blank] = await test.blanks(1);
      const ann = test.helper('HELPER0000000001');
      await test.cards.replace(ann, here, card.id, blank!.id);
      const mine = await test.cards.setSecret(ann, here, blank!.id, '7392');
      expect(mine).toMatchObject({ code: 'another_helper_needed' });
      const bob = test.helper('HELPER0000000002');
      expect(await test.cards.setSecret(bob, here, blank!.id, '7392')).toMatchObject({ kind: 'done' });
    });

    it('and the card of a member are never both in the hands of one helper', async () => {
      const ann = test.helper('HELPER0000000001');
      const { card } = await test.withCard('4071');
      await test.cards.setSecret(ann, here, card.id, '7392');
      const [blank] = await test.blanks(1);
      const replaced = await test.cards.replace(ann, here, card.id, blank!.id);
      expect(replaced).toMatchObject({ code: 'another_helper_needed' });
      const { member, card: other } = await test.withCard('4071');
      await test.cards.close(ann, here, other.id);
      const wish = { partyId: member.id, secret: '7392' };
      const given = await test.cards.enrol(ann, here, blank!.id, wish);
      expect(given).toMatchObject({ code: 'another_helper_needed' });
      const bob = test.helper('HELPER0000000002');
      expect(await test.cards.enrol(bob, here, blank!.id, wish)).toMatchObject({ kind: 'done' });
    });
  });

  it('outlive a change of the master key: secrets, and blanks still to print', async () => {
    const { card } = await test.withCard('4071');
    const [blank] = await test.blanks(1);
    await test.get(KeysService).rotate();
    expect(await test.open(card, '4071')).toMatchObject({ kind: 'opened' });
    expect(await test.open(card, '7302')).toMatchObject({ code: 'secret_wrong' });
    const fresh = new SecretsService(test.get(Database), test.get(KeysService), {
      secretHash: { memory: 8, passes: 1, lanes: 1 },
    } as ConstructorParameters<typeof SecretsService>[2]);
    const [row] = await test.rows('select party_id, secret from cards where card_id = ?', [card.id]);
    const owner = `card ${here} ${String(row!.party_id)}`;
    expect(await fresh.isRight(owner, '4071', row!.secret as Buffer)).toBe(true);
    const printed: string[] = [];
    for (let after = ''; ;) {
      const page = await test.get(CardStockService).sheet(test.steward(), here, after, 100);
      printed.push(...page.map(({ url }) => url));
      if (page.length === 0) break;
      after = page.at(-1)!.id;
    }
    expect(printed).toContain(`HTTPS://MUNT.EXAMPLE/K/${blank!.token}`);
    expect(printed.some((url) => url.endsWith(card.token))).toBe(false);
  });

  describe('for programs', () => {
    it('go from blank to closed', async () => {
      const member = await test.member();
      const helper = await test.member();
      await test.get(Database).transaction((tx) =>
        tx.run(
          `insert into mandates (mandate_id, community_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
           values ('MPROGRAM', ?, ?, 'helper', 'GROUP00000000001', 0, 'T', 0)`,
          [here, helper.id],
        ),
      );
      const headers = { authorization: await test.token(helper.id, ['people:write']) };
      const base = `/api/v1/communities/${here}/cards`;
      const post = (path: string, json: object) => test.ask('POST', base + path, { headers, json });
      const made = await post('', { count: 2 });
      expect(made.statusCode).toBe(201);
      const [one, two] = made.json<{ items: { id: string; number: string }[] }>().items;
      const given = await post(`/${one!.id}/enrol`, { partyId: member.id, secret: pictures });
      expect(given.json()).toMatchObject({ state: 'active', partyId: member.id, secretKind: 'pictures' });
      expect(given.body).not.toContain('cat');
      expect((await post(`/${one!.id}/replace`, { blankId: two!.id })).json()).toMatchObject({
        replaces: one!.id,
      });
      const refused = await post(`/${two!.id}/secret`, { secret: '7302' });
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
        422,
        'another_helper_needed',
      ]);
      const list = await test.ask('GET', `${base}?partyId=${member.id}`, { headers });
      expect(
        list
          .json<{ items: { state: string }[] }>()
          .items.map(({ state }) => state)
          .sort(),
      ).toEqual(['active', 'replaced']);
      expect((await post(`/${two!.id}/block`, {})).json()).toMatchObject({ state: 'blocked' });
      expect((await post(`/${two!.id}/close`, {})).json()).toMatchObject({ state: 'closed' });
      const other = { authorization: await test.token(member.id, ['people:write']) };
      expect((await test.ask('GET', base, { headers: other })).statusCode).toBe(403);
    });
  });
});
