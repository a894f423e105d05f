import type { INestApplicationContext } from '@nestjs/common';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { readConfig } from '../../src/config.js';
import { SetClock } from '../../src/database/clock.js';
import { newUuid } from '../../src/database/ids.js';
import { ApprovalsService } from '../../src/issuance/approvals.service.js';
import { buildApp } from '../../src/server.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import type { OwnWish } from '../../src/vouchers/batch-wishes.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';

/** What the parent asks the child to do over and over, until it is killed. */
export type ChildWork = ChildPlace & (Batches | Approvals | Expiry);

export interface ChildPlace {
  readonly env: NodeJS.ProcessEnv;
  readonly communityId: string;
  /** The child's time, milliseconds since 1970. */
  readonly at: number;
}

/** Makes, activates and voids batches. */
export interface Batches {
  readonly kind: 'batches';
  readonly actor: Actor;
  readonly wish: OwnWish;
}

/** Approves issues and says that they came, several at once. */
export interface Approvals {
  readonly kind: 'approvals';
  readonly approver: Actor;
  readonly receiver: Actor;
  readonly issues: readonly string[];
}

/** Runs the expiry of vouchers. */
export interface Expiry {
  readonly kind: 'expiry';
}

async function work(asked: ChildWork): Promise<void> {
  const app = await buildApp(readConfig(asked.env), {
    clock: new SetClock(asked.at),
    logTo: { write: () => undefined },
  });
  process.send!('begun');
  if (asked.kind === 'batches') return batches(app, asked);
  if (asked.kind === 'approvals') return approvals(app, asked);
  const actor = systemActor('test', asked.communityId);
  for (;;) await app.get(VoucherExpiry).expire(actor, asked.communityId);
}

async function batches(app: INestApplicationContext, { actor, communityId, wish }: ChildPlace & Batches) {
  for (;;) {
    const made = await app.get(BatchesService).make(actor, communityId, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const { id } = made.batch;
    await app.get(BatchesService).printed(actor, communityId, id);
    await app.get(ActivationService).activate(actor, communityId, newUuid(), id);
    await app.get(VoidsService).void(actor, communityId, id);
  }
}

async function approvals(app: INestApplicationContext, asked: ChildPlace & Approvals): Promise<void> {
  const { communityId, approver, receiver, issues } = asked;
  const service = app.get(ApprovalsService);
  const waiting = [...issues];
  const hand = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await service.approve(approver, communityId, id);
      await service.confirm(receiver, communityId, newUuid(), id);
    }
  };
  await Promise.all([hand(), hand(), hand(), hand()]);
}

process.on('message', (asked: ChildWork) => {
  work(asked).catch((error: unknown) => {
    process.send!(String(error));
    process.exit(1);
  });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
process.send!('loaded');
