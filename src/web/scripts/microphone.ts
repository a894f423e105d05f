/** Shows what can only be said aloud where the browser has a microphone to say it to. Runs in the browser by itself. */
export function microphone(): void {
  if (navigator.mediaDevices?.getUserMedia === undefined || !('MediaRecorder' in globalThis)) return;
  for (const place of document.querySelectorAll<HTMLElement>('[data-microphone]')) place.hidden = false;
}
