/**
 * Offers again each yes to which no page of ours came: by its order nothing is booked twice. The place for vouchers shows
 * the oldest of them. Runs in the browser by itself, so it uses nothing from outside.
 */
export function unsent(): void {
  const section = document.querySelector<HTMLElement>('[data-unsent]');
  const place = section?.querySelector<HTMLElement>('[data-settles]')?.dataset.settles;
  if (section === null || place === undefined) return;
  addEventListener('pageshow', () => {
    const [oldest = ''] = (localStorage.getItem(`yes ${place}`) ?? '').split('\n');
    const [order = '', ...codes] = oldest.split(' ');
    section.hidden = order === '';
    section.querySelector<HTMLInputElement>('input[name=order]')!.value = order;
    section.querySelector<HTMLInputElement>('input[name=codes]')!.value = codes.join(' ');
    section.querySelector('[data-count]')!.textContent = String(codes.length);
  });
}
