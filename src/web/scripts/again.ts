/**
 * A page that stands open for hours asks anew what is true, a long while after it was last touched. Where the network is
 * away it waits once more, for without an answer nothing would be left on the screen. Runs in the browser by itself.
 */
export function again(): void {
  const { again: seconds, to } = document.body.dataset;
  if (seconds === undefined || to === undefined) return;
  let timer = 0;
  const begin = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(
      () => (navigator.onLine ? location.replace(to) : begin()),
      Number(seconds) * 1000,
    );
  };
  for (const touch of ['pointerdown', 'keydown', 'input', 'scroll']) addEventListener(touch, begin, true);
  begin();
}
