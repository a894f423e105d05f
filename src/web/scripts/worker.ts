/** What a worker of the browser has; the types of pages do not know it. */
interface WorkerEvent extends Event {
  readonly request: Request;
  waitUntil(done: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

interface WorkerScope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(name: string, hear: (event: WorkerEvent) => void): void;
}

/**
 * Shows a page of ours where there is no network. It keeps that page and what it looks like, and nothing else: no page of
 * anybody is ever kept. What is sent it leaves alone, so that the browser itself says from where it comes. Runs in the
 * browser by itself.
 */
function worker(page: string, looks: readonly string[]): void {
  const scope = globalThis as unknown as WorkerScope;
  const name = 'no-network';
  const kept = [page, ...looks];
  const keep = async (): Promise<void> => {
    await caches.delete(name);
    await (await caches.open(name)).addAll(kept);
  };
  const found = async (path: string): Promise<Response> =>
    (await (await caches.open(name)).match(path)) ?? Response.error();

  scope.addEventListener('install', (event) => event.waitUntil(keep().then(() => scope.skipWaiting())));
  scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { pathname } = new URL(request.url);
    // In another language from now on. A form is left alone, so how it was answered is not heard: a moment later, then.
    if (request.method !== 'GET') {
      if (pathname === '/language')
        event.waitUntil(new Promise((done) => setTimeout(done, 1000)).then(keep).catch(() => undefined));
      return;
    }
    if (request.mode === 'navigate') {
      const answer = fetch(request);
      event.respondWith(answer.catch(() => found(page)));
      if (pathname.startsWith('/language/')) event.waitUntil(answer.then(keep).catch(() => undefined));
    } else if (looks.includes(pathname)) event.respondWith(fetch(request).catch(() => found(pathname)));
  });
}

/**
 * The worker, as text.
 * @param page the path of the page for no network
 * @param looks the paths of what it looks like
 */
export function workerScript(page: string, looks: readonly string[]): string {
  return `(${String(worker)})(${JSON.stringify(page)},${JSON.stringify(looks)})`;
}
