/**
 * Keeps vouchers that are scanned while there is no network, and sends them later. Nothing but codes of vouchers is kept,
 * by the place where they are taken, and only until the server has answered (`settle`). Runs in the browser by itself, so
 * it uses nothing from outside.
 */
export function keep(): void {
  const list = (name: string): string[] => (localStorage.getItem(name) ?? '').split(' ').filter(Boolean);
  const put = (name: string, codes: readonly string[]): void =>
    codes.length === 0
      ? localStorage.removeItem(name)
      : localStorage.setItem(name, [...new Set(codes)].join(' '));
  const place = document.querySelector<HTMLElement>('[data-kept]');
  const form = document.querySelector<HTMLFormElement>('form.scan');
  if (place === null || form === null) return;
  const path = place.dataset.kept ?? '';
  const name = `vouchers ${path}`;
  const underWay = `under way ${path}`;
  const field = form.querySelector<HTMLInputElement>('input[name=code]')!;
  const sending = place.querySelector('form')!;
  const not = document.querySelector<HTMLElement>('[data-kept-not]')!;

  // No page of ours came after it: the network went away while it was sent.
  addEventListener('pageshow', () => {
    put(name, [...list(name), ...list(underWay)]);
    put(underWay, []);
    show(place);
  });
  form.addEventListener('submit', (event) => {
    const code = codeIn(field.value, place.dataset.host ?? '');
    if (navigator.onLine) return put(underWay, code === undefined ? [] : [code]);
    event.preventDefault();
    // The camera goes on with the next.
    form.dataset.again = '';
    if (code !== undefined) put(name, [...list(name), code]);
    not.hidden = code !== undefined;
    form.reset();
    show(place);
  });
  // So many at once as one page takes; the others wait for the next.
  sending.addEventListener('submit', () => {
    sending.querySelector<HTMLInputElement>('input[name=codes]')!.value = unsure().slice(0, 40).join(' ');
  });
  addEventListener('online', () => {
    if (unsure().length > 0) sending.requestSubmit();
  });

  /** What nobody said yes to yet; the others are offered as they were sent (`unsent`). */
  function unsure(): string[] {
    const said = (localStorage.getItem(`yes ${path}`) ?? '').split(/\s/);
    return list(name).filter((code) => !said.includes(code));
  }

  function show(section: HTMLElement): void {
    const count = unsure().length;
    section.hidden = count === 0;
    section.querySelector('[data-count]')!.textContent = String(count);
  }

  /** The code of a voucher, as the server reads it; undefined for a card, a payment and all else. */
  function codeIn(text: string, host: string): string | undefined {
    const clean = text.trim().toUpperCase();
    const [, serial, check] = /^(B\d{1,9}-\d{4,5})[\s,;:]+(\d[\d ]{4,6}\d)$/.exec(clean) ?? [];
    if (serial !== undefined) return `${serial}:${check!.replace(/ /g, '')}`;
    const address = /^HTTPS?:\/\/([^/]+)\/V\/([0-9A-Z]{16})$/.exec(clean);
    if (address !== null) return address[1] === host.toUpperCase() ? address[2] : undefined;
    return /^[0-9A-Z]{16}$/.test(clean) ? clean : undefined;
  }
}
