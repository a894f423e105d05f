import { describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import { SheetService } from '../../src/issuance/sheet.service.js';
import { firstDay } from '../support/community.js';
import { dialects } from '../support/databases.js';
import { envOf, killedAtWork, kills, killsMs } from '../support/kills.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';

const count = 100 * kills;
const amount = 7n;

describe.each(dialects)('kill -9 while issues are approved and received, on %s', (dialect) => {
  it(
    `${kills} times: an issue is whole or as it was, and it can be run again`,
    async () => {
      const town = await TestProgrammes.open(dialect);
      const { test, here: communityId, approver, group } = town;
      const { place } = test;
      const code = await town.aProgramme();
      const ids = Array.from({ length: count }, () => newUuid(test.clock.now()));
      for (let at = 0; at < count; at += 1000) {
        const wishes = ids.slice(at, at + 1000).map((id) => ({ id, partyId: group.id, amount }));
        const answer = await town
          .get(IssuesService)
          .proposeAll(town.maker, communityId, code, wishes, { acceptNoOutlet: true });
        expect(answer).toMatchObject({ kind: 'proposed' });
      }
      await test.stop();
      const asked = { kind: 'approvals', approver, receiver: group.actor } as const;
      const env = envOf(place);
      const counts: string[] = [];
      let left = ids;
      for (let round = 0; round < kills && left.length > 0; round++) {
        await killedAtWork({ ...asked, issues: left, env, communityId, at: firstDay }, 30 + 60 * (round % 5));
        const after = await TestPayments.on(place);
        // The proof looks that every issue is where its state says, with its whole amount.
        await after.theBooksBalance();
        const rows = await after
          .get(Database)
          .reader.all('select issue_id, state from issues where community_id = ?', [communityId]);
        const many = (state: string) => BigInt(rows.filter((row) => row.state === state).length);
        const sheet = await after.get(SheetService).sheet(town.finance, communityId, code);
        expect(sheet.balance).toMatchObject({
          promised: many('promised') * amount,
          issued: many('received') * amount,
          withGroups: many('received') * amount,
        });
        left = rows.filter(({ state }) => state !== 'received').map((row) => row.issue_id as string);
        counts.push(`${many('received')}+${many('promised')}`);
        await after.stop();
      }
      console.log(
        `${dialect}: of ${count} issues received and promised after each kill: ${counts.join(', ')}`,
      );
      const last = await TestPayments.on(place);
      for (const id of left) {
        const approvals = last.get(ApprovalsService);
        expect(await approvals.approve(approver, communityId, id)).toMatchObject({ kind: 'posted' });
        const confirmed = await approvals.confirm(group.actor, communityId, newUuid(firstDay), id);
        expect(confirmed).toMatchObject({ kind: 'posted' });
      }
      const { balance } = await last.get(SheetService).sheet(town.finance, communityId, code);
      expect(balance).toMatchObject({ issued: BigInt(count) * amount, promised: 0n });
      await last.theBooksBalance();
      await last.close();
    },
    killsMs,
  );
});
