import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyPlace, makeNextKeys, openKeys, putNextInPlace } from '../../src/access/key-file.js';
import { KeysService } from '../../src/access/keys.service.js';
import { SetClock } from '../../src/database/clock.js';
import { openDatabase } from '../../src/database/open.js';
import { openRoom, type AccessRoom } from '../support/access-room.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenmunt-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the master key', () => {
  it('is made once, for its owner only', () => {
    const place = keyPlace(join(folder, 'deep', 'secrets'), {});
    const first = openKeys(place);
    expect(openKeys(place).mark()).toEqual(first.mark());
    const file = join(place.secretsDir, 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(place.secretsDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(place.secretsDir)).toEqual(['master.key']);
  });

  it('is the same in processes that start at once', async () => {
    const script = join(folder, 'open.mts');
    const source = join(import.meta.dirname, '../../src/access/key-file.ts');
    const text = readFileSync(source, 'utf8').replace(`import { Keys } from './keys.js';`, keysWithoutClass);
    writeFileSync(
      script,
      `${text}\nprocess.stdout.write(openKeys({ secretsDir: '${join(folder, 'secrets')}' }).hex);`,
    );
    const said = await Promise.all(Array.from({ length: 8 }, () => output(script)));
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may come from the environment, and is refused in another form', () => {
    const env = { SAMENMUNT_MASTER_KEY: 'ab'.repeat(32) };
    expect(openKeys(keyPlace(folder, env)).mark()).toEqual(openKeys(keyPlace(folder, env)).mark());
    expect(readdirSync(folder)).toEqual([]);
    expect(() => openKeys(keyPlace(folder, { SAMENMUNT_MASTER_KEY: 'secret' }))).toThrow(
      '64 hexadecimal digits',
    );
    writeFileSync(join(folder, 'master.key'), '');
    expect(() => openKeys(keyPlace(folder, {}))).toThrow('64 hexadecimal digits');
  });

  it('wraps a secret for one place', () => {
    const keys = openKeys(keyPlace(folder, {}));
    const secret = Buffer.from('a key of thirty-two bytes, say..');
    const wrapped = keys.wrap(secret, 'PERSON');
    expect(keys.unwrap(wrapped, 'PERSON')).toEqual(secret);
    expect(wrapped.includes(secret)).toBe(false);
    expect(() => keys.unwrap(wrapped, 'OTHER')).toThrow('does not open');
    for (let i = 0; i < wrapped.length; i += 7) {
      const changed = Buffer.from(wrapped);
      changed[i]! ^= 1;
      expect(() => keys.unwrap(changed, 'PERSON')).toThrow('does not open');
    }
    expect(() => keys.unwrap(Buffer.alloc(5), 'PERSON')).toThrow('does not open');
    expect(keys.derive('csrf')).not.toEqual(keys.derive('session'));
  });
});

/** The file under test, run by itself: all it needs of the class is what was read. */
const keysWithoutClass = `class Keys { hex: string; constructor(master: Buffer) { this.hex = master.toString('hex'); } }`;

function output(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', script]);
    let [said, wrong] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(wrong))));
  });
}

describe.each(dialects)('keys and the database on %s', (dialect) => {
  const clock = new SetClock(Date.UTC(2026, 10, 22));
  let place: TestPlace;
  let room: AccessRoom;
  beforeEach(async () => {
    place = await aPlace(dialect);
    room = await openRoom(place.config, clock);
  });
  afterEach(async () => {
    await room.database.close();
    await place.drop();
  });

  it('a process with another key does not start', async () => {
    const other = new KeysService(room.database, keyPlace(folder, {}));
    await expect(other.agree()).rejects.toMatchObject({ code: 'other_master_key' });
  });

  it('a rotation wraps everything again and signs everybody out', async () => {
    let kept = room.keys.wrap(Buffer.from('secret'), 'P');
    room.keys.onRotate((_tx, from, to) => {
      kept = to.wrap(from.unwrap(kept, 'P'), 'P');
      return Promise.resolve();
    });
    const before = room.keys.keys.mark();
    await room.keys.rotate();
    expect(room.keys.keys.mark()).not.toEqual(before);
    const again = new KeysService(room.database, keyPlace(place.config.secretsDir, {}));
    await again.agree();
    expect(again.unwrap(kept, 'P').toString()).toBe('secret');
    expect(readdirSync(place.config.secretsDir)).toEqual(['master.key']);
  });

  it('a rotation that fails leaves the old key in force', async () => {
    const before = room.keys.keys.mark();
    room.keys.onRotate(() => Promise.reject(new Error('no')));
    await expect(room.keys.rotate()).rejects.toThrow('no');
    const again = new KeysService(room.database, keyPlace(place.config.secretsDir, {}));
    await again.agree();
    expect(again.keys.mark()).toEqual(before);
  });

  it('a rotation cut off after its commit is finished at the next start', async () => {
    const secrets = keyPlace(place.config.secretsDir, {});
    const old = readFileSync(join(secrets.secretsDir, 'master.key'), 'utf8');
    await room.keys.rotate();
    const now = readFileSync(join(secrets.secretsDir, 'master.key'), 'utf8');
    writeFileSync(join(secrets.secretsDir, 'master.key.next'), now);
    writeFileSync(join(secrets.secretsDir, 'master.key'), old);
    const again = new KeysService(room.database, secrets);
    await again.agree();
    expect(again.keys.mark()).toEqual(room.keys.keys.mark());
    expect(readFileSync(join(secrets.secretsDir, 'master.key'), 'utf8')).toBe(now);
    expect(makeNextKeys(secrets).mark()).not.toEqual(again.keys.mark());
    putNextInPlace(secrets);
  });
});

describe('two processes on one PostgreSQL', () => {
  it('share lock-outs, links, sessions and revoked tokens', async () => {
    const clock = new SetClock(Date.UTC(2026, 10, 22));
    const place = await aPlace('postgres');
    const [one, other] = [await openRoom(place.config, clock), await openRoom(place.config, clock)];
    try {
      const limit = { failures: 4, windowMs: 1000, lockMs: 5000 };
      const both = Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).tries.attempt('code', limit));
      expect((await Promise.allSettled(both)).filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
      await expect(other.tries.mustBeOpen('code')).rejects.toMatchObject({ code: 'too_many_tries' });
      await expect(one.tries.mustBeOpen('code')).rejects.toMatchObject({ code: 'too_many_tries' });

      const { url } = await one.setUp.makeLink();
      const link = url.slice(-26);
      const openings = Array.from({ length: 50 }, (_, i) => (i % 2 ? one : other).links.open(link, false));
      const opened = (await Promise.all(openings)).filter((answer) => 'token' in answer);
      expect(opened).toHaveLength(1);
      const actor = (await other.actors.actorOf({ session: opened[0]!.token }, clock.now()))!;
      expect(await one.actors.actorOf({ session: opened[0]!.token }, clock.now())).toEqual(actor);

      const owner = { kind: 'operator' as const, id: actor.id, communityId: null };
      const wish = { owner, scopes: ['operator' as const], expiresAt: clock.now() + 100_000, label: '' };
      const made = await one.tokens.make(actor, wish);
      if (made.kind === 'refused') throw new Error(made.code);
      expect(await other.actors.actorOf({ token: made.token }, clock.now())).toBeDefined();
      await one.tokens.revoke(actor, made.made.tokenId);
      expect(await one.actors.actorOf({ token: made.token }, clock.now())).toBeUndefined();
      clock.forward(1000);
      expect(await other.actors.actorOf({ token: made.token }, clock.now())).toBeUndefined();
    } finally {
      await one.database.close();
      await other.database.close();
      await place.drop();
    }
  });

  it('start at once on an empty database with one key', async () => {
    const place = await aPlace('postgres');
    const opened = await Promise.all([openDatabase(place.config), openDatabase(place.config)]);
    const services = opened.map(
      (database) => new KeysService(database, keyPlace(place.config.secretsDir, {})),
    );
    await Promise.all(services.map((service) => service.agree()));
    await Promise.all(opened.map((database) => database.close()));
    await place.drop();
    expect(services[0]!.keys.mark()).toEqual(services[1]!.keys.mark());
  });
});
