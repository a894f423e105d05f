/**
 * Records a clip on the recording page, or a thank-you: the sound goes into the form's own field for a file, so the form is sent as it
 * would be without a script. It is made mono, at 16 kHz or what the page says, without the silence around it, and in the one form that every
 * browser plays (WAV). Runs in the browser by itself; without a microphone the field for a file stays as it is.
 */
function recorder(cut: typeof withoutSilence, write: typeof waveOf): void {
  const place = document.querySelector<HTMLElement>('[data-recorder]');
  const field = place?.closest('form')?.querySelector<HTMLInputElement>('input[type=file]');
  const record = place?.querySelector<HTMLButtonElement>('[data-record]');
  const listen = place?.querySelector<HTMLButtonElement>('[data-listen]');
  if (!place || !field || !record || !listen) return;
  if (navigator.mediaDevices?.getUserMedia === undefined || !('MediaRecorder' in globalThis)) return;
  const rate = Number(place.dataset.rate ?? 16_000);
  const longestMs = Number(place.dataset.longest ?? 12_000);
  let running: MediaRecorder | undefined;
  let made: AudioBuffer | undefined;
  place.hidden = false;
  record.addEventListener('click', () => {
    if (running !== undefined) running.stop();
    else start().catch(() => (place.hidden = true));
  });
  listen.addEventListener('click', () => {
    const context = new AudioContext();
    const source = context.createBufferSource();
    source.buffer = made ?? null;
    source.connect(context.destination);
    source.onended = () => void context.close();
    source.start();
  });

  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const parts: Blob[] = [];
    const recording = new MediaRecorder(stream);
    running = recording;
    record!.setAttribute('aria-pressed', 'true');
    recording.ondataavailable = ({ data }) => parts.push(data);
    recording.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      running = undefined;
      record!.setAttribute('aria-pressed', 'false');
      const blob = new Blob(parts, { type: recording.mimeType });
      keep(blob).catch(() => put(blob));
    };
    recording.start();
    setTimeout(() => recording.state === 'recording' && recording.stop(), longestMs);
  }

  async function keep(blob: Blob): Promise<void> {
    const context = new AudioContext();
    const heard = await context.decodeAudioData(await blob.arrayBuffer());
    await context.close();
    const mono = new OfflineAudioContext(1, Math.max(1, Math.ceil(heard.duration * rate)), rate);
    const source = mono.createBufferSource();
    source.buffer = heard;
    source.connect(mono.destination);
    source.start();
    made = await mono.startRendering();
    put(new Blob([write(cut(made.getChannelData(0), rate), rate)], { type: 'audio/wav' }));
    listen!.hidden = false;
  }

  /** As if it had been chosen as a file. A browser that cannot make it over sends it as it recorded it. */
  function put(blob: Blob): void {
    const files = new DataTransfer();
    files.items.add(new File([blob], 'clip', { type: blob.type }));
    field!.files = files.files;
    for (const each of place!.querySelectorAll<HTMLElement>('[data-made]')) each.hidden = false;
  }
}

/** What is loud enough to be a voice, with a tenth of a second around it. @param rate samples a second */
function withoutSilence(samples: Float32Array, rate: number): Float32Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 0.015;
  const first = samples.findIndex(isLoud);
  if (first < 0) return samples;
  const around = rate / 10;
  return samples.subarray(Math.max(0, first - around), samples.findLastIndex(isLoud) + around);
}

/** A WAV file of one channel. @param rate samples a second */
function waveOf(samples: Float32Array, rate: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, letters: string): void =>
    [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true));
  return view.buffer;
}

/** The script of the recording page, as text. */
export const recorderScript = `(${String(recorder)})(${String(withoutSilence)},${String(waveOf)})`;
