/**
 * Buttons that print the page: shown where they can. A page that was opened by a tile that prints goes to the printer
 * by itself, once: not when it is loaded anew, when somebody comes back to it or says it in another language. Runs in
 * the browser by itself.
 */
export function paper(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  for (const tile of document.querySelectorAll<HTMLAnchorElement>('a[data-prints]')) {
    tile.addEventListener('click', () => sessionStorage.setItem('prints', tile.href));
  }
  const asked = sessionStorage.getItem('prints');
  sessionStorage.removeItem('prints');
  if (asked === location.href) addEventListener('load', () => print());
}
