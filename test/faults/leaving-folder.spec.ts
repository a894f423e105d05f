import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withRooms } from '../../src/cli/opening.js';
import { Story, tellStory } from '../../src/cli/story.js';
import { Faces } from '../../src/communities/faces.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import type { Manifest } from '../../src/cli/export-community.js';
import { tablesAlong } from '../../src/cli/export-community-tables.js';
import { PersonKeys } from '../../src/members/person-keys.js';
import { command, environmentOf } from '../support/command-line.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';
import {
  places,
  aServer,
  tellMore,
  exported,
  wordsFor,
  forget,
  imported,
  differences,
  everythingIn,
  linesIn,
  dropAll,
} from '../support/leaving.js';

afterAll(dropAll);

describe('a folder with a community', () => {
  let home: TestPlace;
  let folder: string;
  let there: TestPlace;

  beforeAll(async () => {
    home = await aServer('sqlite');
    const clock = new SetClock(Date.now());
    await withRooms(home.config, (rooms) => tellMore(rooms, clock), clock);
    folder = await exported(home, 'rabot');
    there = await aServer('sqlite');
  });

  /** The folder with something changed in it; what the manifest says of the file is made true when wished. */
  function changed(table: string, change: (text: string) => string, isTrue = true): string {
    const copy = join(there.folder, 'changed');
    rmSync(copy, { recursive: true, force: true });
    cpSync(folder, copy, { recursive: true });
    const path = join(copy, `${table}.jsonl`);
    const text = change(readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    if (!isTrue) return copy;
    const head = join(copy, 'manifest.json');
    const manifest = JSON.parse(readFileSync(head, 'utf8')) as Manifest;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const files = manifest.files.map((file) =>
      file.table === table ? { table, lines: text.split('\n').length - 1, sha256 } : file,
    );
    writeFileSync(head, JSON.stringify({ ...manifest, files }));
    return copy;
  }

  async function refusal(from: string): Promise<string> {
    const said = await command(environmentOf(there), 'import', 'community', from);
    expect(said.code).toBe(1);
    return said.err;
  }

  async function isStillEmpty(place = there): Promise<void> {
    const people = linesIn(folder, 'persons').map(({ party_id }) => party_id as string);
    await withRooms(place.config, async (rooms) => {
      const rows = await rooms.get(Database).reader.all('select community_id from ledgers');
      const keys = await rooms.get(PersonKeys).find('rabot', people);
      expect([rows, keys.size]).toEqual([[], 0]);
    });
  }

  /** Changes the text of one line, counted from 1. */
  const inLine = (line: number, change: (text: string) => string) => (text: string) =>
    text
      .split('\n')
      .map((each, i) => (i === line - 1 ? change(each) : each))
      .join('\n');

  const faults: Array<[string, string, (text: string) => string, boolean, RegExp]> = [
    [
      'a figure that was changed',
      'transfers',
      inLine(3, (text) => text.replace(/"amount":\d+/, '"amount":7')),
      false,
      /transfers\.jsonl is not as it was written/,
    ],
    [
      'a byte that makes a line unreadable',
      'entries',
      inLine(2, (text) => text.replace(':', ';')),
      false,
      /entries\.jsonl, line 2: it is no JSON object/,
    ],
    [
      'a file that is cut off',
      'journal',
      (text) => text.slice(0, -9),
      false,
      /journal\.jsonl, line \d+: it is cut/,
    ],
    [
      'a line that is lost',
      'holds',
      (text) => text.slice(text.indexOf('\n') + 1),
      false,
      /holds\.jsonl has \d+ lines/,
    ],
    [
      'a line of another community',
      'accounts',
      inLine(2, (text) => text.replace('"rabot"', '"elders"')),
      true,
      /accounts\.jsonl, line 2: community_id is not rabot/,
    ],
    [
      'a reference to what is not there',
      'transfers',
      inLine(2, (text) => text.replace(/"debit_id":"[^"]+"/, '"debit_id":"NOBODY"')),
      true,
      /transfers\.jsonl, line 2: community_id, debit_id names rabot NOBODY, which is not in accounts\.jsonl/,
    ],
    [
      'a line that comes twice',
      'parties',
      (text) => text.split('\n')[0]! + '\n' + text,
      true,
      /parties\.jsonl, line 2: an earlier line has the same community_id, party_id/,
    ],
    [
      'a value that the table does not allow',
      'currencies',
      inLine(1, (text) => text.replace(/"scale":\d/, '"scale":9')),
      true,
      /currencies\.jsonl, line 1: the table does not allow it/,
    ],
    [
      'a column too many',
      'persons',
      inLine(4, (text) => text.replace('{', '{"name":"Jef",')),
      true,
      /persons\.jsonl, line 4: "name" is not known here/,
    ],
    [
      'an amount that its digest does not know',
      'transfers',
      inLine(3, (text) => text.replace(/"amount":\d+/, '"amount":7')),
      true,
      /transfers\.jsonl, rabot \S+ \d+: digest[^]*the books in it differ/,
    ],
  ];

  it.each(faults)('is refused by file and line for %s, and nothing is written', async (...fault) => {
    const [, table, change, isTrue, words] = fault;
    const said = await refusal(changed(table, change, isTrue));
    expect(said).toMatch(words);
    expect(said).toContain('nothing is imported');
    await isStillEmpty();
  });

  it('is refused when somebody in it was forgotten and can be read all the same', async () => {
    const forgotten = linesIn(folder, 'persons').find(({ erased_at }) => erased_at !== null)!;
    const line = inLine(1, (text) =>
      text.replace(/"party_id":"[^"]+"/, `"party_id":"${forgotten.party_id as string}"`),
    );
    expect(await refusal(changed('person_data', line))).toMatch(
      /person_data\.jsonl, line 1: \S+ was forgotten/,
    );
    await isStillEmpty();
  });

  it('is refused without a file or a head, and of another version', async () => {
    const copy = changed('holds', (text) => text);
    rmSync(join(copy, 'holds.jsonl'));
    expect(await refusal(copy)).toContain('holds.jsonl is missing');
    const head = join(copy, 'manifest.json');
    const manifest = JSON.parse(readFileSync(head, 'utf8')) as Manifest;
    writeFileSync(head, JSON.stringify({ ...manifest, steps: manifest.steps.slice(1) }));
    expect(await refusal(copy)).toContain('another version of this program');
    writeFileSync(head, JSON.stringify({ ...manifest, files: manifest.files.slice(1) }));
    expect(await refusal(copy)).toMatch(/manifest\.json: \w+\.jsonl is not in its list/);
    rmSync(head);
    expect(await refusal(copy)).toContain('has no manifest.json');
    await isStillEmpty();
  });

  it.each(dialects)('that does not go in at the last moment leaves nothing on %s', async (dialect) => {
    const place = await aServer(dialect);
    const [key] = linesIn(folder, 'receipt_keys') as Array<Record<'kid' | 'seed' | 'jwk', string>>;
    await withRooms(place.config, (rooms) =>
      rooms
        .get(Database)
        .transaction((tx) =>
          tx.run(
            `insert into receipt_keys (kid, seed, jwk, state, from_at) values ('other', ?, '{}', 'signing', 1)`,
            [key!.seed],
          ),
        ),
    );
    const said = await command(environmentOf(place), 'import', 'community', folder);
    expect([said.code, said.err]).toEqual([
      1,
      expect.stringMatching(/samenmunt: .*(unique|UNIQUE)/) as unknown,
    ]);
    await isStillEmpty(place);
  });

  it('is imported into an empty server only, and once', async () => {
    await imported(there, folder);
    expect(await refusal(folder)).toContain('the server is not empty');
    expect(await refusal(changed('holds', (text) => text))).toContain('the server is not empty');
  });

  it('is not written over another, nor without the keys of the data', async () => {
    const refused = async (env: NodeJS.ProcessEnv, community: string, out: string): Promise<string> => {
      const said = await command(env, 'export', 'community', ...wordsFor(community, out));
      expect(said.code).toBe(1);
      return said.err;
    };
    const [env, out] = [environmentOf(home), join(home.folder, 'new')];
    expect(await refused(env, 'rabot', folder)).toContain('is there already');
    expect(await refused(env, 'elders', out)).toContain('there is no community elders');
    const without = { ...env, SECRETS_DIR: join(home.folder, 'none') };
    expect(await refused(without, 'rabot', out)).toContain('no master key');
    const strange = { ...env, SECRETS_DIR: there.config.secretsDir };
    expect(await refused(strange, 'rabot', out)).toContain('the master key is not the one');
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });
});

describe('somebody who was forgotten after a community was written into a folder', () => {
  it('does not come back where the keys know of it', async () => {
    const home = await aServer('sqlite');
    const clock = new SetClock(Date.now());
    await withRooms(home.config, (rooms) => tellStory(rooms, clock), clock);
    const folder = await exported(home, 'rabot');
    expect(everythingIn(folder)).toContain('"Jef"');
    await withRooms(home.config, (rooms) => forget(rooms, 'jef'));
    const there = await aPlace('sqlite', { SECRETS_DIR: home.config.secretsDir });
    places.push(there);
    const said = await imported(there, folder);
    expect(said.out).toContain('8 persons');
    await withRooms(there.config, async (rooms) => {
      const story = await Story.read(rooms);
      const faces = rooms.get(Faces);
      expect((await faces.one('rabot', story.party('amina')))?.name).toBe('Amina');
      expect((await faces.one('rabot', story.party('jef')))?.name).toBe(null);
      const erased = await rooms.get(Database).reader.all('select party_id from erasures');
      expect(erased).toEqual([{ party_id: story.party('jef') }]);
    });
    expect(await differences(there)).toEqual([]);
  });
});

describe('a table that is added later', () => {
  it('does not leave before somebody says how', () => {
    const ours = { community_id: 'text', secret: 'bytea' } as const;
    expect(() => tablesAlong([{ name: 'news', columns: { text: 'text' } }], () => false)).toThrow(
      'news leaves',
    );
    expect(() => tablesAlong([{ name: 'news', columns: ours }], () => false)).toThrow('news.secret leaves');
  });
});
