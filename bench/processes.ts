import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

const running = new Set<Helper>();
process.on('exit', () => {
  for (const helper of running) helper.kill();
});

/** Another process that is asked by messages and answers each. */
export class Helper {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private next = 1;
  readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    running.add(this);
    child.on('message', (reply: Reply) => this.waiting.get(reply.id)?.(reply));
    this.ended = new Promise((resolve) => {
      child.once('exit', (code) => {
        running.delete(this);
        const error = `a process of the benchmark ended early (${String(code)})`;
        for (const [id, answer] of this.waiting) answer({ id, error });
        resolve();
      });
    });
  }

  static start(script: string, words: readonly string[] = [], options: ForkOptions = {}): Helper {
    const stdio: ForkOptions['stdio'] = ['ignore', 'ignore', 'inherit', 'ipc'];
    return new Helper(fork(script, words, { stdio, ...options }));
  }

  ask<T>(message: object): Promise<T> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ value, error }) => {
        this.waiting.delete(id);
        if (error === undefined) resolve(value as T);
        else reject(new Error(error));
      });
      this.child.send({ ...message, id });
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Ends the process in order. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }
}

/** A script beside this one, as it was compiled. */
export function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export interface Job {
  readonly url: string;
  readonly path: string;
  /** The file with accounts and tokens. */
  readonly town: string;
  readonly what: 'pay' | 'payHot' | 'payUnknown' | 'bulk' | 'get' | 'redeem' | 'look';
  readonly connections: number;
  readonly seconds?: number;
  /** So many requests instead of a time. */
  readonly amount?: number;
}

export interface Counted {
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly latency: { readonly average: number; readonly p50: number; readonly p99: number };
}

/** The process that sends requests. */
export class Load {
  private constructor(private readonly helper: Helper) {}

  static start(): Load {
    return new Load(Helper.start(join(process.env.BENCH_CHECKOUT ?? '', 'bench', 'load.mjs')));
  }

  run(job: Job): Promise<Counted> {
    return this.helper.ask<Counted>(job);
  }

  end(): Promise<void> {
    return this.helper.end();
  }
}

/** Answers messages with what `acts` make of them, until the parent is gone. */
export function answerMessages(acts: Readonly<Record<string, (message: never) => unknown>>): void {
  process.on('message', (message: { id: number; act: string }) => {
    void (async () => {
      try {
        const value = await acts[message.act]!(message as never);
        process.send!({ id: message.id, value });
      } catch (error) {
        process.send!({ id: message.id, error: error instanceof Error ? error.stack : String(error) });
      }
    })();
  });
}
