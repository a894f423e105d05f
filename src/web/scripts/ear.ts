/**
 * The ear buttons that have clips: shows them, plays the clips one after the other, and stops when pressed again or when
 * another ear begins. Nothing is fetched or played before. Runs in the browser by itself.
 */
export function ear(): void {
  for (const button of document.querySelectorAll<HTMLElement>('button.ear[data-clips]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const wasPlaying = button.getAttribute('aria-pressed') === 'true';
      dispatchEvent(new Event('ear-stop'));
      if (!wasPlaying) play(button, (button.dataset.clips ?? '').split(' '));
    });
  }
  addEventListener('pagehide', () => dispatchEvent(new Event('ear-stop')));

  function play(button: HTMLElement, clips: readonly string[]): void {
    const sound = new Audio();
    let next = 0;
    const step = (): void => {
      const clip = clips[next++];
      if (clip === undefined) return end();
      sound.src = clip;
      sound.play().catch(end);
    };
    const end = (): void => {
      sound.onended = sound.onerror = null;
      sound.pause();
      button.setAttribute('aria-pressed', 'false');
      removeEventListener('ear-stop', end);
    };
    sound.onended = step;
    sound.onerror = end;
    addEventListener('ear-stop', end);
    button.setAttribute('aria-pressed', 'true');
    step();
  }
}
