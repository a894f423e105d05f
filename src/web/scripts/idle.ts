/**
 * On a device of several people: when nobody touched a page for a while, a question covers it. A yes goes on where one
 * was, with all that was filled in; after as long without an answer the page is left, with nothing behind it for Back.
 * Any touch or key begins the while again, in whichever window of this browser, and now and then tells the server, so
 * that a long form is not cut off there either. Runs in the browser by itself.
 */
export function idle(): void {
  const question = document.querySelector<HTMLDialogElement>('dialog[data-idle]');
  if (question === null) return;
  const { idle: seconds = '60', to = '/', stay } = question.dataset;
  let last = 0;
  let told = Date.now();
  let timer = 0;
  // Nothing is kept on the device: the other windows are told, where the browser can.
  const others = typeof BroadcastChannel === 'function' ? new BroadcastChannel('touched') : undefined;
  // Whoever is busy in another window is not hurried by one that nobody sees.
  const span = (): number => Math.max(Number(seconds), document.hidden ? 60 : 0) * 1000;
  const quiet = (): number => Date.now() - last;
  const wait = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(look, span() - quiet());
  };
  const touched = (): void => {
    // A finger that moves touches a hundred times.
    if (quiet() > 1000) others?.postMessage('');
    last = Date.now();
    if (stay !== undefined && last - told > 240_000) {
      told = last;
      fetch(stay, { cache: 'no-store' }).catch(() => undefined);
    }
    wait();
  };
  const show = (open: boolean): void => {
    // An old browser may know no dialogs.
    const knows = typeof question.showModal === 'function';
    if (open && knows) question.showModal();
    else if (open) question.setAttribute('open', '');
    else if (knows) question.close();
    else question.removeAttribute('open');
  };
  const look = (): void => {
    if (quiet() < span()) return wait();
    // First of all the leaving, whatever comes of the question.
    timer = window.setTimeout(leave, span());
    show(true);
  };
  const leave = (): void => {
    if (quiet() >= span()) return location.replace(to);
    show(false);
    wait();
  };
  question.querySelector('.answer')?.addEventListener('click', () => {
    show(false);
    // At once: that a dialog was closed is told a moment later, and the leaving still counts.
    touched();
  });
  // It may be open again by the time that this is told.
  question.addEventListener('close', () => (question.open ? undefined : touched()));
  for (const touch of ['pointerdown', 'keydown', 'input', 'scroll']) {
    addEventListener(touch, () => (question.open ? undefined : touched()), true);
  }
  others?.addEventListener('message', () => (last = Date.now()));
  touched();
}
