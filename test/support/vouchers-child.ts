import type { Actor } from '../../src/access/actor.js';
import { readConfig } from '../../src/config.js';
import { SetClock } from '../../src/database/clock.js';
import { newUuid } from '../../src/database/ids.js';
import { buildApp } from '../../src/server.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import type { OwnWish } from '../../src/vouchers/batch-wishes.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { firstDay } from './community.js';

/** What the parent asks the child to do over and over, until it is killed. */
export interface ChildWork {
  readonly env: NodeJS.ProcessEnv;
  readonly actor: Actor;
  readonly communityId: string;
  readonly wish: OwnWish;
}

async function work({ env, actor, communityId, wish }: ChildWork): Promise<void> {
  const app = await buildApp(readConfig(env), {
    clock: new SetClock(firstDay),
    logTo: { write: () => undefined },
  });
  process.send!('begun');
  for (;;) {
    const made = await app.get(BatchesService).make(actor, communityId, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const { id } = made.batch;
    await app.get(BatchesService).printed(actor, communityId, id);
    await app.get(ActivationService).activate(actor, communityId, newUuid(), id);
    await app.get(VoidsService).void(actor, communityId, id);
  }
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
