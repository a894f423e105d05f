import { it } from '@jest/globals';
import { SetClock } from '../../src/database/clock.js';
import { newId } from '../../src/database/ids.js';
import { auditRow, audit } from '../../src/access/audit.js';
import { aPlace, dialects } from '../support/databases.js';
import { command, TestMembers } from '../support/members.js';
import { firstDay } from '../support/community.js';
import { PictureRack } from '../../src/members/picture-rack.js';
import { Newcomers } from '../../src/members/newcomers.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import * as store from '../../src/members/persons.store.js';
it.each(['postgres'] as const)('bulk %s', async (dialect) => {
  const place = await aPlace(dialect);
  const rooms = await TestMembers.open(place.config, new SetClock(firstDay));
  const pg = (await import('pg')).default;
  const cl = new pg.Client({ connectionString: (place.config.database as any).url }); await cl.connect();
  await cl.query('drop index accounts_by_party'); await cl.query('create index accounts_by_party on accounts (party_id, community_id)'); await cl.end();
  const c = await rooms.aCommunity();
  const out: any = {};
  let t = performance.now();
  const lap = (n: string) => { out[n] = Math.round(performance.now() - t); t = performance.now(); };
  const rack = new PictureRack([]);
  const persons = Array.from({ length: 19888 }, () => ({ id: newId(), joinedDay: '2026-01-01', data: { ...rack.draw(), language: 'nl', nickname: null } }));
  lap('draw');
  const sealed = await rooms.records.sealNew(c, persons);
  lap('seal+keys');
  const rows = persons.map(({ id }) => auditRow(command, 'manage_people', 'party', id, c, 1));
  lap('audit rows');
  const n = rooms.module.get(Newcomers);
  const cur = await n.currenciesOf(c);
  const parties = rooms.module.get(PartiesService);
  await rooms.database.transaction(async (tx) => {
    const ins = tx.insert.bind(tx);
    (tx as any).insert = async (table: any, rows: any) => { const t0 = performance.now(); await ins(table, rows); out['ins ' + table.name] = (out['ins ' + table.name] ?? '') + ' ' + Math.round(performance.now() - t0); };
    await store.savePictures(tx, c, rack); lap('pictures');
    for (const { id } of persons) await parties.register(tx, c, 'person', id);
    lap('register');
    for (let i = 0; i < persons.length; i += 2000) {
      await rooms.books.openAccounts(tx, 'X', persons.slice(i, i + 2000).map(({ id }) => ({ communityId: c, currency: cur[0]!.code, kind: 'member' as const, partyId: id, partyKind: 'person', floor: 0n, ceiling: null })));
      lap('accounts' + i);
    }
    lap('accounts');
    await store.insertPersons(tx, c, persons.map((p) => ({ ...p, sealed: sealed.get(p.id)!.sealed })), 1, 1); lap('persons');
    await audit(tx, ...rows); lap('audit');
  });
  lap('commit');
  console.log(dialect, JSON.stringify(out));
  await rooms.close(); await place.drop();
}, 120000);
