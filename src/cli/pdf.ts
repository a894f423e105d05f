import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** What an order of the browser's own protocol answers, or what it tells by itself. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly error?: { readonly message: string };
  readonly result?: Record<string, string>;
}

interface Waiting {
  readonly resolve: (result: Record<string, string>) => void;
  readonly reject: (error: Error) => void;
}

/** Orders to a browser through a pipe: each is one line of JSON that ends with a zero (Chrome DevTools Protocol). */
class Orders {
  private last = 0;
  private rest = '';
  private readonly waiting = new Map<number, Waiting>();
  private readonly told = new Map<string, () => void>();

  constructor(
    private readonly pipe: Writable,
    answers: Readable,
  ) {
    // When the browser ends by itself, that is said by its exit.
    pipe.on('error', () => undefined);
    answers.setEncoding('utf8').on('data', (text: string) => this.hear(text));
  }

  send(method: string, params: object, sessionId?: string): Promise<Record<string, string>> {
    const id = ++this.last;
    this.pipe.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** Waits until the browser tells of something. */
  next(method: string): Promise<void> {
    return new Promise((resolve) => this.told.set(method, resolve));
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\0');
    this.rest = lines.pop()!;
    for (const line of lines) {
      const { id, method, error, result } = JSON.parse(line) as Message;
      if (method !== undefined) this.told.get(method)?.();
      const waiting = id === undefined ? undefined : this.waiting.get(id);
      if (error !== undefined) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result ?? {});
    }
  }
}

/**
 * Prints a page as PDF with a Chromium of any kind, also one without windows, in the size that the page itself says.
 * @param flags how it is started, beside those for this
 * @param url what is printed
 * @returns the PDF
 * @throws Error when the browser does not start, ends before, or answers with an error
 */
export async function pdfOf(chromium: string, flags: readonly string[], url: string): Promise<Buffer> {
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
  const child = spawn(chromium, [...flags, '--remote-debugging-pipe'], { stdio: [...stdio] });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(String(code ?? signal));
  });
  // Its end is of interest only until the PDF is there.
  ended.catch(() => undefined);
  const [, , , pipe, answers] = child.stdio;
  try {
    return await Promise.race([print(new Orders(pipe as Writable, answers as Readable), url), ended]);
  } finally {
    child.kill();
    await ended.catch(() => undefined);
  }
}

async function print(orders: Orders, url: string): Promise<Buffer> {
  const { targetId } = await orders.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await orders.send('Target.attachToTarget', { targetId, flatten: true });
  await orders.send('Page.enable', {}, sessionId);
  const loaded = orders.next('Page.loadEventFired');
  await orders.send('Page.navigate', { url }, sessionId);
  await loaded;
  const whole = { preferCSSPageSize: true, printBackground: true };
  const { data } = await orders.send('Page.printToPDF', whole, sessionId);
  return Buffer.from(data!, 'base64');
}
