import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Committer } from '../books/committer.js';
import { Sequencer } from '../books/sequencer.js';
import { Summaries } from '../books/summaries.js';
import { giveBackMemory } from '../books/memory.js';
import { Verifier } from '../books/verify.js';
import { Tidying } from './tidying.service.js';

interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
}

/**
 * Timed work of a serving process. Each chore runs again only when it has ended; where several processes share a
 * database, the chores take locks there.
 */
@Injectable()
export class UpkeepService implements BeforeApplicationShutdown {
  private readonly log = new Logger('upkeep');
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<unknown>>();
  private stopping = false;

  constructor(
    private readonly committer: Committer,
    private readonly sequencer: Sequencer,
    private readonly summaries: Summaries,
    private readonly verifier: Verifier,
    private readonly tidying: Tidying,
  ) {}

  /**
   * Begins: the tail since the last proof is proved before anything else, the full proof follows in the background.
   * A difference in either stops writing by name.
   */
  async start(): Promise<void> {
    await this.proveTail();
    this.repeat({ name: 'journal', everyMs: 500, work: () => this.sequencer.run() });
    this.repeat({ name: 'summaries', everyMs: 10_000, work: () => this.summaries.fold() });
    this.repeat({ name: 'tidying', everyMs: 60_000, work: () => this.tidying.run() });
    this.repeat({ name: 'tail', everyMs: 300_000, work: () => this.proveTail() });
    this.repeat({ name: 'proof', everyMs: 86_400_000, work: () => this.prove() }, 1000);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.underWay);
  }

  /** Often, so that the tail stays short and the next start quick. */
  private async proveTail(): Promise<void> {
    this.verifier.stopOn(await this.verifier.tail());
  }

  private async prove(): Promise<void> {
    const proof = await this.verifier.full(() => this.mayGoOn());
    giveBackMemory();
    this.verifier.stopOn(proof);
    const first = proof.differences[0];
    if (first !== undefined) this.log.error(`the books differ: ${first.table} ${first.row} ${first.field}`);
  }

  /** A proof may take minutes; a stopping process does not wait for it. */
  private mayGoOn(): void {
    if (this.stopping) throw new Error('the proof was broken off: the process is stopping');
  }

  private repeat(chore: Chore, firstAfterMs = chore.everyMs): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const run = chore
        .work()
        .catch((error: unknown) => {
          if (!this.stopping)
            this.log.warn(`${chore.name}: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => {
          this.underWay.delete(run);
          if (!this.stopping && this.committer.stopReason?.code !== 'books_differ') this.repeat(chore);
        });
      this.underWay.add(run);
    }, firstAfterMs);
    timer.unref();
    this.timers.add(timer);
  }
}
