/** What browsers that can read codes themselves offer; the types of TypeScript do not know it yet. */
interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}

type Decoder = (
  data: Uint8ClampedArray,
  width: number,
  height: number,
  how: { inversionAttempts: 'dontInvert' },
) => { readonly data: string } | null;

type Read = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Abilities {
  readonly BarcodeDetector?: new (how: { formats: string[] }) => Detector;
  readonly jsQR?: Decoder;
}

/**
 * Turns the place for codes on a page into a live camera, where there is one: what it reads goes into the form as if it
 * had been typed. Runs in the browser by itself, so it uses nothing from outside. Without it the photograph and the
 * field stay as they are.
 */
export function camera(): void {
  const place = document.querySelector<HTMLElement>('[data-scan]');
  const video = place?.querySelector('video');
  const form = place?.closest('form') ?? document.querySelector<HTMLFormElement>('form[data-scanned]');
  const field = form?.querySelector<HTMLInputElement>('input[name=code]');
  if (!place || !video || !form || !field || navigator.mediaDevices?.getUserMedia === undefined) return;
  const page = { place, video, form, field };
  start(page).catch(() => undefined);

  async function start({ place, video }: typeof page): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    addEventListener('pagehide', () => stream.getTracks().forEach((track) => track.stop()));
    place.hidden = false;
    video.srcObject = stream;
    await video.play();
    const read = await reader(place.dataset.scan ?? '');
    for (;;) {
      page.field.value = await firstCode(video, read);
      place.classList.add('found');
      page.form.requestSubmit();
      // Without a network what was seen is kept on the page, and the next one may come.
      if (page.form.dataset.again === undefined) return stream.getTracks().forEach((track) => track.stop());
      delete page.form.dataset.again;
      await new Promise((next) => setTimeout(next, 1500));
      place.classList.remove('found');
    }
  }

  async function firstCode(video: HTMLVideoElement, read: Read): Promise<string> {
    for (;;) {
      const text = await read(video).catch(() => undefined);
      if (text !== undefined && !(await isSeen(text))) return text;
      await new Promise((next) => setTimeout(next, 120));
    }
  }

  /** Whether it was scanned last and is still there, on a page that is ready for the next. */
  async function isSeen(text: string): Promise<boolean> {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return page.place.dataset.seen === btoa(String.fromCharCode(...new Uint8Array(hash, 0, 6)));
  }

  /** The browser's own reader, else ours, which is fetched only now. */
  async function reader(decoder: string): Promise<Read> {
    const { BarcodeDetector } = globalThis as Abilities;
    if (BarcodeDetector !== undefined) {
      const detector = new BarcodeDetector({ formats: ['qr_code'] });
      return async (video) => (await detector.detect(video))[0]?.rawValue;
    }
    await new Promise((loaded, failed) => {
      const how = { src: decoder, onload: loaded, onerror: failed };
      document.head.append(Object.assign(document.createElement('script'), how));
    });
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d', { willReadFrequently: true })!;
    return (video) => {
      const shrink = Math.min(1, 720 / Math.max(1, video.videoWidth));
      canvas.width = Math.max(1, Math.round(video.videoWidth * shrink));
      canvas.height = Math.max(1, Math.round(video.videoHeight * shrink));
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const { jsQR } = globalThis as Abilities;
      const found = jsQR?.(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' });
      return Promise.resolve(found?.data === '' ? undefined : found?.data);
    };
  }
}
