/**
 * On a device that stands in a room: when nobody touched the page for a while, a question covers it. A yes goes on where
 * one was, with all that was filled in; after as long without an answer the page is left, with nothing behind it for
 * Back. Any touch or key begins the while again. Runs in the browser by itself.
 */
export function idle(): void {
  const question = document.querySelector<HTMLDialogElement>('dialog[data-idle]');
  if (question === null) return;
  const { idle: seconds = '60', to = '/' } = question.dataset;
  const span = Number(seconds) * 1000;
  let timer = 0;
  const begin = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(ask, span);
  };
  const ask = (): void => {
    // First of all the leaving: an old browser may know no dialogs.
    timer = window.setTimeout(() => location.replace(to), span);
    if (typeof question.showModal === 'function') question.showModal();
    else question.setAttribute('open', '');
  };
  question.querySelector('.answer')?.addEventListener('click', () => {
    if (typeof question.close === 'function') question.close();
    else question.removeAttribute('open');
    // At once: that a dialog was closed is told a moment later, and the leaving still counts.
    begin();
  });
  question.addEventListener('close', begin);
  for (const touch of ['pointerdown', 'keydown', 'input', 'scroll']) {
    addEventListener(touch, () => (question.open ? undefined : begin()), true);
  }
  begin();
}
