/**
 * A page that shows a code asks every few seconds whether it was paid, without the session, so that it keeps nobody
 * signed in. It stops after a quarter of an hour, and asks nothing while nobody sees it. When something came it goes on
 * to where that stands, or says so. Runs in the browser by itself.
 */
export function came(): void {
  const place = document.querySelector<HTMLElement>('[data-came]');
  if (place === null) return;
  const { came: address = '', to, seconds = '4' } = place.dataset;
  const began = Date.now();
  let timer = 0;
  let isOver = false;
  const again = (): void => {
    clearTimeout(timer);
    if (!isOver && Date.now() - began < 15 * 60_000)
      timer = window.setTimeout(() => void ask(), Number(seconds) * 1000);
  };
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const { status } = await fetch(address, { credentials: 'omit', cache: 'no-store' });
      isOver = status === 200 || status === 410;
      if (status === 200 && to !== undefined) {
        dispatchEvent(new Event('glad-next'));
        location.replace(to);
      } else if (status === 200) {
        dispatchEvent(new Event('glad'));
        place.hidden = false;
        place.scrollIntoView({ block: 'nearest' });
      }
    } catch {
      // The network may come back.
    }
    again();
  };
  // Whoever looks again, looks for this.
  document.addEventListener('visibilitychange', again);
  again();
}
