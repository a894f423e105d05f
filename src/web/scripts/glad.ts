/**
 * Two short notes, once, when it worked: on the page that comes right after a form was sent by hand, where that page
 * says so, and when something came. Nothing sounds on a page that was merely opened. A browser that lets no page make a
 * sound by itself stays silent. Runs in the browser by itself.
 */
export function glad(): void {
  const name = 'sent-at';
  let sentAt = 0;
  try {
    sentAt = Number(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
  } catch {
    // This browser keeps nothing, and stays silent.
  }
  const mark = (): void => {
    try {
      sessionStorage.setItem(name, String(Date.now()));
    } catch {
      // As above.
    }
  };
  document.addEventListener('submit', mark);
  // The page goes on by itself to what came.
  addEventListener('glad-next', mark);
  addEventListener('glad', ring);
  const since = Date.now() - sentAt;
  if (since >= 0 && since < 30_000 && document.querySelector('[data-done]') !== null) ring();

  function ring(): void {
    if (typeof AudioContext !== 'function') return;
    const context = new AudioContext();
    const end = (): void => void (context.state !== 'closed' && context.close());
    const play = (): void => {
      if (context.state !== 'running') return;
      note(context, 659, 0);
      note(context, 880, 0.14);
      setTimeout(end, 600);
    };
    if (context.state === 'running') return play();
    // Where the browser waits for a tap, the next tap is for something else.
    const late = setTimeout(end, 250);
    context.resume().then(() => {
      clearTimeout(late);
      play();
    }, end);
  }

  function note(context: AudioContext, pitch: number, after: number): void {
    const start = context.currentTime + after;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.16);
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.16);
  }
}
