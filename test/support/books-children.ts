import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, NotBooked } from '../../src/books/answers.js';
import type { Difference } from '../../src/books/verify.differences.js';
import type { Order } from '../../src/ledger/order.js';

export interface Asked {
  readonly number: number;
  readonly what:
    { readonly open: NodeJS.ProcessEnv } | { readonly orders: readonly Order[]; readonly atomic: boolean };
}

export interface Told {
  readonly number: number;
  readonly body?: ReadonlyArray<Answer | NotBooked> | readonly Difference[];
  readonly error?: { name: string; message: string; code: string | undefined };
}

/** The process was killed before it answered. */
export class ChildGoneError extends Error {
  override readonly name = 'ChildGoneError';
}

interface Waiting {
  readonly resolve: (body: Told['body']) => void;
  readonly reject: (error: Error) => void;
}

/** A process of its own that keeps the books. Of what it answered, only what has arrived here was answered. */
export class BooksChild {
  private readonly waiting = new Map<number, Waiting>();
  private number = 0;
  private gone = false;
  /** Its sources are read. */
  readonly loaded: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.loaded = new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
    this.loaded.catch(() => undefined);
    child.on('message', (told: Told) => this.told(told));
    child.on('exit', () => {
      this.gone = true;
      for (const { reject } of this.waiting.values()) reject(new ChildGoneError('the process is gone'));
      this.waiting.clear();
    });
  }

  /**
   * Starts a process; reading its sources takes a second, which the caller need not wait for.
   * @param fileBlocks how large its files may grow, in the shell's blocks of 512 or 1,024 bytes
   */
  static start(fileBlocks?: number): BooksChild {
    const [loader, file] = ['./typescript.mjs', './books-child.ts'].map(
      (name) => new URL(name, import.meta.url),
    );
    const words = ['--import', loader!.href, fileURLToPath(file!)];
    const options: SpawnOptions = {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    };
    if (fileBlocks === undefined) return new BooksChild(spawn(process.execPath, words, options));
    const shell = ['-c', `ulimit -f ${fileBlocks}; exec "$0" "$@"`, process.execPath, ...words];
    return new BooksChild(spawn('/bin/sh', shell, options));
  }

  /** Opens the books and proves what was booked since the last proof. @returns the differences */
  async open(env: NodeJS.ProcessEnv): Promise<readonly Difference[]> {
    await this.loaded;
    return (await this.ask({ open: env })) as readonly Difference[];
  }

  async post(orders: readonly Order[], atomic: boolean): Promise<Array<Answer | NotBooked>> {
    return (await this.ask({ orders, atomic })) as Array<Answer | NotBooked>;
  }

  /** kill -9. What arrives afterwards was sent before. */
  async kill(): Promise<void> {
    if (this.gone) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }

  /** Lets the process stand still, at whatever it was doing, while `work` runs. */
  async freeze(work: () => void | Promise<void>): Promise<void> {
    this.child.kill('SIGSTOP');
    // What it had sent before arrives first.
    await new Promise((resolve) => setTimeout(resolve, 5));
    try {
      await work();
    } finally {
      this.child.kill('SIGCONT');
    }
  }

  private ask(what: Asked['what']): Promise<Told['body']> {
    if (this.gone) return Promise.reject(new ChildGoneError('the process is gone'));
    const number = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.child.send({ number, what } satisfies Asked, (error) => {
        if (error !== null) reject(new ChildGoneError(error.message));
      });
    });
  }

  private told({ number, body, error }: Told): void {
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    if (error === undefined) waiting?.resolve(body);
    else waiting?.reject(Object.assign(new Error(error.message), { name: error.name, code: error.code }));
  }
}
