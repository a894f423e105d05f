/** Buttons that print the page: shown where they can. Runs in the browser by itself. */
export function paper(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}
