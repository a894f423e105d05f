/**
 * What cannot be sent because there is no network: our own page says so in place of the browser's, and what was filled in
 * is sent by nobody. Only where our page is kept on the device. Parts that keep what they send stop it before. Runs in
 * the browser by itself.
 */
export function unsendable(): void {
  addEventListener('submit', (event) => {
    const { method } = event.target as HTMLFormElement;
    const isKept = navigator.serviceWorker?.controller != null;
    if (navigator.onLine || event.defaultPrevented || method !== 'post' || !isKept) return;
    event.preventDefault();
    location.assign(location.href);
  });
}
