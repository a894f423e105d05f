import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { readIssueFile } from '../../src/issuance/issue-file.js';
import { IssueFiles } from '../../src/issuance/issue-files.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { command, environmentOf } from '../support/command-line.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';

const bytes = (...lines: string[]): Buffer => Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);

describe.each(dialects)('a file of issues, on %s', (dialect) => {
  let test: TestPayments;
  let town: TestProgrammes;
  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  beforeEach(async () => {
    town = await TestProgrammes.in(test);
    await town.aProgramme({
      ...{ perIssue: 5_000n, budget: 90_000n },
      purposes: [{ code: 'soep', name: 'Soep', budget: 50_000n }],
    });
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const found = async (name: string): Promise<string> => {
    const wish = { name, picture: 'group', colour: 'green', visibility: 'known_to_city' as const };
    const answer = await test.get(FoundingService).found(systemActor('test'), town.here, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.initiative.id;
  };
  const preview = (...lines: string[]) =>
    test.get(IssueFiles).preview(town.maker, town.here, town.code, readIssueFile(bytes(...lines)));
  const propose = (key: string, ...lines: string[]) =>
    test.get(IssueFiles).propose(town.maker, town.here, town.code, key, readIssueFile(bytes(...lines)));
  const listed = () => test.get(IssuesService).list(town.finance, town.here, town.code, '', 50);

  it('names every bad line with its number, column and reason', async () => {
    const ann = await test.aPerson(town.here);
    await found('Dubbel');
    await found('dubbel');
    const hidden = { name: 'Stil', picture: 'group', colour: 'green' };
    await test.get(FoundingService).found(systemActor('test'), town.here, hidden);
    const seen = await preview(
      'Party;Amount;Heads;Purpose',
      `${town.group.id};2,50;;soep`,
      `${ann.id};1;;`,
      '4071K;1;;',
      'Stil;1;;',
      'Dubbel;1;;',
      `${town.group.id};nul;;`,
      `${town.group.id};0;;`,
      `${town.group.id};1;21;`,
      `${town.group.id};1;veel;`,
      `${town.group.id};51;;`,
      `${town.group.id};1;;brood`,
      `${town.group.id};1`,
    );
    expect(seen.troubles.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, null, 'issue_not_to_persons'],
      [4, 'party', 'issue_not_to_persons'],
      [5, 'party', 'no_such_party'],
      [6, 'party', 'party_ambiguous'],
      [7, 'amount', 'line_amount_wrong'],
      [8, 'amount', 'line_amount_wrong'],
      [9, 'heads', 'heads_wrong'],
      [10, 'heads', 'heads_wrong'],
      [11, null, 'over_issue_limit'],
      [12, null, 'no_such_purpose'],
      [13, null, 'line_unreadable'],
    ]);
    expect(await listed()).toEqual([]);
  });

  it('says of a file as a whole what is wrong with it', async () => {
    const codes = async (...lines: string[]) => (await preview(...lines)).troubles.map(({ code }) => code);
    expect(await codes('wie;hoeveel', 'x;1')).toEqual(['file_unreadable']);
    expect(await codes('party;amount')).toEqual(['issue_list_empty']);
    const many = Array.from({ length: 1001 }, () => `${town.group.id};1`);
    expect(await codes('party;amount', ...many)).toEqual(['issue_list_too_long']);
  });

  it('multiplies by the people of a household, and keeps only the product', async () => {
    await found('Soepgroep');
    const key = newUuid(test.clock.now());
    const lines = ['party,amount,purpose,heads', 'soepgroep,1.25,soep,4', `${town.group.id},"3,5",,`];
    expect(await preview(...lines)).toMatchObject({ issues: 2, total: 850n, troubles: [], warnings: [] });
    const answer = await propose(key, ...lines);
    expect(answer).toMatchObject({ kind: 'proposed', issues: [{ amount: 500n }, { amount: 350n }] });
    expect(await propose(key, ...lines)).toMatchObject({ kind: 'proposed' });
    expect(await listed()).toHaveLength(2);
    const [row] = await test
      .get(Database)
      .reader.all('select * from issues where community_id = ? and amount = 500', [town.here]);
    expect(Object.values(row!)).not.toContain(4n);
    expect(Object.keys(row!).filter((name) => /head|person/.test(name))).toEqual([]);
  });

  it('proposes nothing when a single line is wrong', async () => {
    const key = newUuid(test.clock.now());
    const lines = ['party;amount', `${town.group.id};1`, 'Nergens;1'];
    expect(await propose(key, ...lines)).toMatchObject({ code: 'issue_list_wrong' });
    expect(await listed()).toEqual([]);
    await expect(
      test.get(IssueFiles).preview(town.approver, town.here, town.code, readIssueFile(bytes(...lines))),
    ).rejects.toThrow('may not');
  });

  it('comes in as text/csv and is answered in words, by line', async () => {
    await town.appoint(town.maker, 'issuer');
    const as = await test.aToken(town.here, town.maker.id, ['programmes:write', 'people:read']);
    const path = `/api/v1/communities/${town.here}/programmes/${town.code}/issue-files`;
    const send = async (url: string, payload: Buffer | string, type = 'text/csv', more = {}) => {
      const headers = {
        authorization: `Bearer ${as}`,
        'content-type': type,
        'accept-language': 'en',
        ...more,
      };
      const answer = await test.app.inject({ method: 'POST', url, headers, payload });
      return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
    };
    const bad = await send(`${path}/preview`, bytes('party;amount', '4071K;1'));
    expect(bad).toMatchObject({
      status: 200,
      body: { lines: [{ line: 2, column: 'party', reason: 'A town gives to groups, never to one person.' }] },
    });
    const good = bytes('party;amount;heads', `${town.group.id};1,5;3`);
    expect(await send(path, good)).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
    const key = { 'idempotency-key': newUuid(test.clock.now()) };
    expect(await send(path, good, 'text/csv', key)).toMatchObject({
      status: 201,
      body: { items: [{ amount: 450, state: 'proposed' }], warnings: [] },
    });
    expect(await send(path, '{}', 'application/json', key)).toMatchObject({ status: 415 });
    const elsewhere = `/api/v1/communities/${town.here}/programmes/${town.code}/issues`;
    expect(await send(elsewhere, good)).toMatchObject({ status: 415 });
  });
});

describe.each(dialects)('the command line with a file of issues, on %s', (dialect) => {
  it('names its wrong lines, and proposes it when that is asked for', async () => {
    const town = await TestProgrammes.open(dialect);
    const { place } = town.test;
    await town.aProgramme({ until: '2099-12-31' });
    const file = (name: string, ...lines: string[]): string => {
      const path = join(place.folder, name);
      writeFileSync(path, bytes(...lines));
      return path;
    };
    const good = file('good.csv', 'party;amount;heads', `${town.group.id};1,25;4`, `${town.town};3,5;`);
    const over = file('over.csv', 'party;amount', `${town.group.id};1000,5`);
    const bad = file('bad.csv', 'party;amount', `${town.group.id};1`, '4071K;1');
    await town.test.stop();
    const list = (...more: string[]) =>
      command(
        environmentOf(place),
        ...['issue', 'list', ...more, '--community', town.here, '--programme', town.code],
      );
    try {
      const wrong = await list(bad, '--commit');
      expect(wrong.code).toBe(1);
      expect(wrong.err).toContain('line 3, party: A town gives to groups, never to one person.');
      expect(await list(good)).toMatchObject({
        code: 0,
        out: '2 issues of 8.50 together can be proposed\n',
        err: '',
      });
      expect(await list(over)).toMatchObject({
        ...{ code: 0, out: '1 issue of 1000.50 together can be proposed\n' },
        err: expect.stringMatching(/samen-koken.*: 1000\.50 .* 1000\.00 not yet issued/),
      });
      expect(await list()).toMatchObject({ code: 0, out: '' });
      expect(await list(good, '--commit')).toMatchObject({ code: 0, out: '2 issues wait for approval\n' });
      const { out } = await list();
      expect(out.match(/proposed (5\.00|3\.50) /g)).toHaveLength(2);
    } finally {
      await place.drop();
    }
  });
});
