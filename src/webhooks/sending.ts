import { request as overHttp, type RequestOptions } from 'node:http';
import { request as overTls } from 'node:https';
import { addressOf, type Address, type Reach } from './reach.js';
import { outcomeOf, type Message, type Outcome } from './webhook.js';

/** The whole of a try: name, connection, TLS, answer. */
export const sendMs = 10_000;
const answerBytesMost = 1024;

export interface Sent {
  readonly outcome: Outcome;
  readonly status: number | null;
}

export interface Target {
  readonly url: string;
  /** As the other side has it: `whsec_` and base64. */
  readonly secret: string;
}

/**
 * Sends a message once. The connection goes to the very address that was judged, whatever the name means a moment
 * later; redirects are not followed; of the answer nothing but the status is kept.
 * @param now milliseconds since 1970, for the signature
 * @param stop ends it early
 */
export async function send(
  reach: Reach,
  { url: text, secret }: Target,
  message: Message,
  now: number,
  stop: AbortSignal,
  limitMs = sendMs,
): Promise<Sent> {
  const url = new URL(text);
  const slow = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([stop, slow]);
  const reached = await Promise.race([addressOf(reach, url.hostname), aborted(signal)]);
  if (reached === undefined) return { outcome: slow.aborted ? 'too_slow' : 'unreachable', status: null };
  if (typeof reached === 'string') return { outcome: reached, status: null };
  try {
    const headers = await headersOf(secret, message, now);
    const status = await post(url, reached.address, headers, message.body, signal);
    return { outcome: outcomeOf(status), status };
  } catch {
    return { outcome: slow.aborted ? 'too_slow' : 'unreachable', status: null };
  }
}

/** The headers of Standard Webhooks 1.0: id, instant of this try, and an HMAC over both and the body as it is sent. */
export async function headersOf(
  secret: string,
  { id, body }: Message,
  now: number,
): Promise<Record<string, string>> {
  // Where nobody is told anything its memory is spared.
  const { Webhook: Signer } = await import('standardwebhooks');
  const at = new Date(now);
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'samenmunt',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Signer(secret).sign(id, at, body),
  };
}

function post(
  url: URL,
  { address, family }: Address,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const options: RequestOptions = {
    method: 'POST',
    headers,
    signal,
    agent: false,
    maxHeaderSize: 8192,
    // Node asks for one address or for all, and gets the one that was judged either way.
    lookup: (_host, { all }, found) =>
      all === true ? found(null, [{ address, family }]) : found(null, address, family),
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? overTls(url, options) : overHttp(url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      let bytes = 0;
      const done = (): void => resolve(response.statusCode!);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytesMost) response.destroy();
      });
      response.on('close', done).on('error', done);
    });
    request.end(body);
  });
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
