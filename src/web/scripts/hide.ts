/**
 * Leaves the page at once: it is blank before the quiet one is there, and that one takes its place in the history.
 * Runs in the browser by itself; without it the link leads there as well.
 */
export function hide(): void {
  const link = document.querySelector<HTMLAnchorElement>('a[data-hide]');
  link?.addEventListener('click', (event) => {
    event.preventDefault();
    dispatchEvent(new Event('ear-stop'));
    document.title = '';
    document.body.hidden = true;
    location.replace(link.href);
  });
}
