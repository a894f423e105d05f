/** Lets the browser keep the page that says that there is no network. Runs in the browser by itself. */
export function install(): void {
  navigator.serviceWorker?.register('/worker.js').catch(() => undefined);
}
