import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BooksModule } from '../../src/books/books.module.js';
import { BooksService } from '../../src/books/books.service.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { Summaries } from '../../src/books/summaries.js';
import { Verifier } from '../../src/books/verify.js';
import { readConfig } from '../../src/config.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import type { Asked, Told } from './books-children.js';

/** What runs in the child: the books on a database, which take orders and answer them until the process is killed. */
@Module({})
class Books {}

let context: INestApplicationContext;

async function open(env: NodeJS.ProcessEnv): Promise<Told['body']> {
  const module = { module: Books, imports: [DatabaseModule.with(readConfig(env)), BooksModule] };
  context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const { differences } = await context.get(Verifier).tail();
  // The chores of a serving process, as often as they can, so that the end also comes in the middle of one.
  repeat(() => context.get(Sequencer).run());
  repeat(() => context.get(Summaries).fold());
  return differences;
}

function repeat(chore: () => Promise<unknown>): void {
  void chore()
    // The database may be gone; what a chore left undone, the proof finds.
    .catch(() => undefined)
    .then(() => setTimeout(() => repeat(chore), 5));
}

async function answer({ what }: Asked): Promise<Told['body']> {
  if ('open' in what) return open(what.open);
  const books = context.get(BooksService);
  if (what.orders.length === 1) return [await books.post({ order: what.orders[0]! })];
  return books.postAll(
    what.orders.map((order) => ({ order })),
    what.atomic,
  );
}

process.on('message', (asked: Asked) => {
  answer(asked).then(
    (body) => process.send!({ number: asked.number, body } satisfies Told),
    (error: unknown) => {
      const { name, message, code } = error as Error & { code?: string };
      process.send!({ number: asked.number, error: { name, message, code } } satisfies Told);
    },
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
process.send!({ number: 0 } satisfies Told);
