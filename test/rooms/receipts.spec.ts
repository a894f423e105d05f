import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { TooManyTries } from '../../src/access/errors.js';
import { KeysService } from '../../src/access/keys.service.js';
import type { Account } from '../../src/ledger/account.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { ReceiptKeysService } from '../../src/receipts/receipt-keys.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { makeShortCode, readShortCode } from '../../src/receipts/short-code.js';
import { ShortCodesService } from '../../src/receipts/short-codes.service.js';
import { signingKeyOf, thumbprint } from '../../src/receipts/signing-key.js';
import { buildApp } from '../../src/server.js';
import { inFours } from '../../src/web/codes.js';
import { dialects } from '../support/databases.js';
import { command, TestTown } from '../support/town.js';

type Holder = Account & { partyId: string };

interface Shown {
  readonly claims: Record<string, unknown>;
  readonly state: string;
  readonly undoneAt: string | null;
  readonly jws: string;
  readonly shortCode: string | null;
  readonly opening: { salt: string; giver: string; taker: string } | null;
}

describe.each(dialects)('receipts on %s', (dialect) => {
  let town: TestTown;
  let ada: Holder;
  let bo: Holder;
  let cas: Holder;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    ada = await town.person({ picture: 'fox', colour: 'red', nickname: 'Ada' });
    bo = await town.person({ picture: 'bee', colour: 'blue' });
    cas = await town.person();
    for (const { id } of [ada, bo]) {
      await town.database.transaction((tx) =>
        town.books.setTerms(tx, 'TESTER', 'rabot', id, { floor: null, ceiling: null }),
      );
    }
  });

  afterAll(async () => {
    await town?.close();
  });

  const pay = (amount: bigint, exchange = {}) => town.book([{ from: ada.id, to: bo.id, amount }], exchange);
  const undo = (id: string, amount: bigint) =>
    town.book([{ from: bo.id, to: ada.id, amount }], { kind: 'reversal', reverses: id, reason: 'twice' });
  const show = async (token: string, headers = {}): Promise<Shown> =>
    (await town.ask(`/api/v1/receipts/${token}`, headers)).json();
  const keySet = async (): Promise<JSONWebKeySet> => (await town.ask('/.well-known/jwks.json')).json();
  const receipts = () => town.app.get(ReceiptsService);

  /** What somebody without our service can do: a JOSE library, the text and the key set. */
  async function offline(jws: string): Promise<{ claims: unknown; kid: string | undefined }> {
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(await keySet()));
    return { claims: JSON.parse(new TextDecoder().decode(payload)), kid: protectedHeader.kid };
  }

  it('say what was booked, and verify without our service', async () => {
    const { token } = await pay(150n, { subject: 'service', minutes: 90, labour: 'care', condition: 'none' });
    const { claims, jws, state, shortCode, opening } = await show(token);
    expect(claims).toEqual({
      v: 1,
      iss: 'https://munt.example',
      sub: token,
      community: 'rabot',
      kind: 'payment',
      booked: '2026-01-05T09:00Z',
      amounts: [{ currency: 'UUR', amount: 150, scale: 2 }],
      what: { subject: 'service', minutes: 90, labour: 'care' },
      condition: 'none',
      conditionDate: null,
      parties: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    });
    expect({ state, shortCode, opening }).toEqual({ state: 'valid', shortCode: null, opening: null });
    expect((await offline(jws)).claims).toEqual(claims);
    const [head, body, signature] = jws.split('.') as [string, string, string];
    const other = Buffer.from(body, 'base64url').toString().replace('"amount":150', '"amount":950');
    const forged = [head, Buffer.from(other).toString('base64url'), signature].join('.');
    await expect(offline(forged)).rejects.toThrow('signature verification failed');
  });

  it('hold no names, accounts or ids of exchanges', async () => {
    const { id, token } = await pay(25n);
    const { jws } = await show(token);
    const said = Buffer.from(jws.split('.')[1]!, 'base64url').toString();
    for (const secret of [ada.id, bo.id, ada.partyId, bo.partyId, id, 'Ada'])
      expect(said).not.toContain(secret);
  });

  it('are the same bytes for ever, however many look first', async () => {
    const { token } = await pay(25n);
    const texts = await Promise.all(Array.from({ length: 12 }, () => town.ask(`/r/${token}.jws`)));
    expect(new Set(texts.map(({ body }) => body)).size).toBe(1);
    expect(texts[0]!.headers['content-type']).toContain('application/jose');
    expect((await receipts().look(token.toLowerCase()))?.jws).toBe(texts[0]!.body);
  });

  it('show when they were undone, without changing the signed text', async () => {
    const { id, token } = await pay(50n);
    const before = await town.ask(`/api/v1/receipts/${token}`);
    const etag = before.headers.etag as string;
    const again = await town.ask(`/api/v1/receipts/${token}`, { 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    town.clock.forward(120_000);
    const reversal = await undo(id, 50n);
    const after = await town.ask(`/api/v1/receipts/${token}`, { 'if-none-match': etag });
    expect(after.json()).toMatchObject({ state: 'undone', undoneAt: '2026-01-05T09:02Z' });
    expect(after.json<Shown>().jws).toBe(before.json<Shown>().jws);
    expect((await town.ask(`/r/${token}`)).body).toContain('Dit is teruggegeven.');
    expect((await show(reversal.token)).claims).toMatchObject({ kind: 'reversal' });
  });

  it('let a party prove that it is one, and nobody else', async () => {
    const { token } = await pay(25n);
    const { claims, opening, shortCode } = await show(token, await town.asPerson(bo.partyId));
    expect(opening).toMatchObject({ giver: ada.partyId, taker: bo.partyId });
    const hash = createHash('sha256').update(Buffer.from(opening!.salt, 'base64url'));
    const made = hash.update(`${opening!.giver}\0${opening!.taker}`).digest('base64url');
    expect(claims.parties).toBe(made);
    expect(shortCode).toHaveLength(8);
    const stranger = await show(token, await town.asPerson(cas.partyId));
    expect(stranger).toMatchObject({ opening: null, shortCode: null });
  });

  it('are made of gifts and loans without coin, of several moves, and of what is set aside', async () => {
    const sides = { giverId: ada.partyId, takerId: bo.partyId };
    const loan = { ...sides, kind: 'loan', condition: 'return_by', conditionDate: '2026-02-01' } as const;
    const lent = await town.book([], { ...loan, subject: 'material' });
    const given = await show(lent.token);
    expect(given.claims).toMatchObject({ kind: 'loan', amounts: [], conditionDate: '2026-02-01' });
    expect((await town.ask(`/r/${lent.token}`)).body).toContain('breng het terug op');
    const both = [
      { from: ada.id, to: bo.id, amount: 25n },
      { from: ada.id, to: cas.id, amount: 50n },
    ];
    const several = await town.book(both);
    expect((await show(several.token)).claims).toMatchObject({
      amounts: [{ currency: 'UUR', amount: 75, scale: 2 }],
    });
    const until = town.clock.now() + 86_400_000;
    const held = await town.book([{ from: ada.id, to: bo.id, amount: 25n, holdUntil: until }], {
      kind: 'hold',
    });
    expect((await show(held.token)).claims).toMatchObject({
      amounts: [],
      held: [{ currency: 'UUR', amount: 25, scale: 2 }],
    });
    for (const { token } of [lent, several, held]) await offline((await show(token)).jws);
  });

  it('show a stranger what and when, and a party also who', async () => {
    const { token } = await pay(150n, { reason: 'help', minutes: 90 });
    const page = await town.ask(`/r/${token}`);
    expect(page.statusCode).toBe(200);
    for (const said of [
      'Dit bewijs is echt.',
      'Rabot',
      '1½',
      '90 minuten',
      'Gekeken op',
      `/r/${token}.jws`,
    ]) {
      expect(page.body).toContain(said);
    }
    for (const hidden of ['Ada', 'bij', ada.partyId, 'Korte code']) {
      expect(page.body).not.toContain(`>${hidden}<`);
    }
    const mine = await town.ask(`/R/${token}`, await town.asPerson(ada.partyId));
    for (const said of ['>Ada<', '>bij<', 'Korte code']) expect(mine.body).toContain(said);
    const slip = /href="(\/assets\/slip\.[^"]+)"/.exec(page.body)![1]!;
    expect((await town.ask(slip)).body).toContain('@page{size:105mm 148mm');
  });

  it('show the treasurer who gave, and a checker only groups', async () => {
    const group = await town.group('Soepgroep', [cas.partyId]);
    const { token } = await town.book([{ from: ada.id, to: group.id, amount: 25n }]);
    const treasurer = await town.ask(`/r/${token}`, await town.asPerson(cas.partyId));
    for (const said of ['>Ada<', '>Soepgroep<']) expect(treasurer.body).toContain(said);
    const receipt = (await receipts().look(token))!;
    const checker = town.actor(bo.partyId, 'checker', group.partyId);
    const codes = town.app.get(ShortCodesService);
    const found = await codes.find(checker, 'rabot', receipt.shortCode);
    expect(found?.view.givers).toEqual([{ kind: 'person', face: null }]);
    expect(found?.view.takers).toMatchObject([{ kind: 'initiative', face: { name: 'Soepgroep' } }]);
    expect(found?.view.opening).toBeNull();
    const steward = town.actor(bo.partyId, 'steward');
    expect(await codes.find(steward, 'rabot', receipt.shortCode)).toBeUndefined();
  });

  it('are kindly not found, known or malformed alike', async () => {
    const unknown = await Promise.all(
      ['00000000000000000000000', 'x', '..%2f', 'A'.repeat(200)].map((token) => town.ask(`/r/${token}`)),
    );
    for (const { statusCode, body } of unknown) {
      expect(statusCode).toBe(404);
      expect(body).toContain('Dit bewijs vinden we niet.');
    }
    const programs = await town.ask('/api/v1/receipts/00000000000000000000000');
    expect(programs.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await town.ask('/r/00000000000000000000000.jws')).statusCode).toBe(404);
  });

  it('stand in the API document', async () => {
    const { paths } = (await town.ask('/api/v1/openapi.json')).json<{ paths: object }>();
    const mine = Object.keys(paths).filter((path) => path.includes('receipts'));
    expect(mine.sort()).toEqual([
      '/api/v1/communities/{community}/receipts/by-code/{code}',
      '/api/v1/receipts/verify',
      '/api/v1/receipts/{token}',
    ]);
  });

  it('are judged when somebody brings the text', async () => {
    const { id, token } = await pay(50n);
    const { jws } = await show(token);
    const verify = async (text: string) => (await town.send('/api/v1/receipts/verify', { jws: text })).json();
    expect(await verify(jws)).toMatchObject({
      signature: true,
      known: true,
      state: 'valid',
      claims: { sub: token },
    });
    await undo(id, 50n);
    expect(await verify(jws)).toMatchObject({ signature: true, known: true, state: 'undone' });
    const keys = town.app.get(ReceiptKeysService);
    const made = await keys.sign({ v: 1, iss: 'https://munt.example', sub: token, amounts: [] });
    expect(await verify(made.jws)).toMatchObject({ signature: true, known: false, state: null });
    const nothing = { signature: false, known: false, state: null, claims: null };
    for (const bad of [`${jws}A`, jws.slice(1), 'x.y.z', 'x', '..'])
      expect(await verify(bad)).toEqual(nothing);
    const empty = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await verify(`${empty}.${jws.split('.')[1]}.`)).toEqual(nothing);
  });

  it('are found by their short code by their parties only, and tries are counted', async () => {
    const { token } = await pay(25n);
    const { shortCode } = await show(token, await town.asPerson(ada.partyId));
    const typed = inFours(shortCode!).toLowerCase();
    const url = `/api/v1/communities/rabot/receipts/by-code/${encodeURIComponent(typed)}`;
    const mine = await town.ask(url, await town.asPerson(bo.partyId));
    expect(mine.json<Shown>().claims.sub).toBe(token);
    const codes = town.app.get(ShortCodesService);
    const other = town.actor(cas.partyId);
    expect(await codes.find({ ...other, communityId: 'elsewhere' }, 'rabot', typed)).toBeUndefined();
    const guess = () => codes.find(other, 'rabot', typed);
    for (let i = 0; i < 19; i++) expect(await guess()).toBeUndefined();
    await expect(guess()).rejects.toThrow(TooManyTries);
    expect((await town.ask(url)).statusCode).toBe(401);
  });

  it('stay good when the keys are rotated, also with another master key', async () => {
    const first = await pay(25n);
    const old = await show(first.token);
    const keys = town.app.get(ReceiptKeysService);
    const kid = await keys.rotate(command);
    const second = await pay(25n);
    expect((await offline((await show(second.token)).jws)).kid).toBe(kid);
    await offline(old.jws);
    await town.app.get(KeysService).rotate();
    const third = await pay(25n);
    const now = await offline((await show(third.token)).jws);
    expect(now.kid).not.toBe(kid);
    for (const { token, jws } of [
      { ...first, jws: old.jws },
      { ...second, jws: (await show(second.token)).jws },
    ]) {
      await offline(jws);
      expect((await show(token)).jws).toBe(jws);
    }
    const { keys: published } = await keySet();
    for (const key of published) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(key.kid).toBe(thumbprint(key as never));
    }
    await expect(keys.rotate(town.actor(ada.partyId))).rejects.toMatchObject({ code: 'not_allowed' });
  });

  if (dialect === 'postgres') {
    it('are signed with the same key by every process', async () => {
      const [one, other] = [await pay(25n), await pay(25n)];
      const second = await buildApp(town.place.config, {
        clock: town.clock,
        logTo: { write: () => undefined },
      });
      try {
        const there = await second.get(ReceiptsService).look(other.token);
        const here = await receipts().look(one.token);
        expect((await offline(there!.jws)).kid).toBe((await offline(here!.jws)).kid);
        expect((await second.get(ReceiptsService).look(one.token))!.jws).toBe(here!.jws);
      } finally {
        await second.close();
      }
    });
  }

  it('keep no private key in the database', async () => {
    const rows = await town.database.reader.all('select * from receipt_keys');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ state }) => state === 'signing')).toHaveLength(1);
    for (const row of rows) expect(JSON.parse(row.jwk as string)).not.toHaveProperty('d');
  });

  it('name nobody any more who was erased', async () => {
    const gone = await town.person({ nickname: 'Dirk' });
    const { token } = await town.book([{ from: ada.id, to: gone.id, amount: 25n }]);
    const before = await show(token);
    await town.book([{ from: gone.id, to: ada.id, amount: 25n }]);
    const pot = { to: 'pot', potTakesOver: false } as const;
    const erased = await town.app.get(ForgettingService).erase(command, 'rabot', gone.partyId, pot);
    expect(erased).not.toMatchObject({ kind: 'refused' });
    const page = await town.ask(`/r/${token}`, await town.asPerson(ada.partyId));
    expect(page.body).toContain('vroeger lid');
    expect(page.body).not.toContain('Dirk');
    expect((await show(token)).jws).toBe(before.jws);
  });

  it('are proved with the books, and one that was tampered with is named', async () => {
    const { token } = await pay(25n);
    await show(token);
    expect(await town.differences()).toEqual([]);
    const flips = {
      kid: `(select min(kid) from receipt_keys k where k.kid <> receipts.kid)`,
      jws: `substr(jws, 1, 200) || 'AAAA' || substr(jws, 205)`,
      exchange_id: `(select min(exchange_id) from exchanges x where not exists
        (select 1 from receipts r where r.exchange_id = x.exchange_id))`,
      short_code: `'00000000'`,
      signed_at: `signed_at + 1`,
    };
    for (const [column, value] of Object.entries(flips)) {
      await tampered(`update receipts set ${column} = ${value} where receipt_token = ?`, token, async () => {
        expect(await town.differences()).toContainEqual(
          expect.objectContaining({ table: 'receipts', row: `rabot ${token}` }),
        );
      });
    }
    expect(await town.differences()).toEqual([]);
  });

  /** Changes a receipt behind the back of the triggers, and puts it back. */
  async function tampered(sql: string, token: string, look: () => Promise<void>): Promise<void> {
    const { source, reader } = town.database;
    const kept = (await reader.one('select * from receipts where receipt_token = ?', [token]))!;
    await pay(25n);
    const postgres = dialect === 'postgres';
    const run = async (text: string, params: unknown[]) => {
      const runner = source.createQueryRunner();
      if (postgres) await runner.query('set role none');
      if (postgres) await runner.query('alter table receipts disable trigger user');
      else await runner.query('drop trigger if exists receipts_no_update');
      await runner.query(postgres ? text.replace('?', '$1') : text, params);
      if (postgres) await runner.query('alter table receipts enable trigger user');
      if (postgres) await runner.query('set role samenmunt_running');
      if (postgres) await runner.release();
    };
    await run(sql, [token]);
    await look();
    const columns = ['kid', 'jws', 'exchange_id', 'short_code'] as const;
    for (const column of columns) {
      await run(`update receipts set ${column} = '${kept[column] as string}' where receipt_token = ?`, [
        token,
      ]);
    }
    await run(`update receipts set signed_at = ${kept.signed_at as bigint} where receipt_token = ?`, [token]);
  }
});

describe('a short code', () => {
  const mac = createHash('sha256').update('x').digest();

  it('is read back however it was typed', () => {
    const code = makeShortCode(mac);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(readShortCode(` ${inFours(code).toLowerCase()} `)).toBe(code);
    expect(readShortCode('O1IL 0000')).toBe(readShortCode('01110000'));
  });

  it('notices one wrong character', () => {
    const code = makeShortCode(mac);
    for (let i = 0; i < code.length; i++) {
      const wrong = code[i] === 'X' ? 'Y' : 'X';
      expect(readShortCode(code.slice(0, i) + wrong + code.slice(i + 1))).toBeUndefined();
    }
  });
});

describe('a signing key', () => {
  const mac = (text: string) => createHash('sha256').update(`master ${text}`).digest();

  it('is the same for every process with the same master key', () => {
    expect(signingKeyOf(mac, 'A')).toEqual(signingKeyOf(mac, 'A'));
    expect(signingKeyOf(mac, 'A').kid).not.toBe(signingKeyOf(mac, 'B').kid);
  });
});
