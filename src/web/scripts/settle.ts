/**
 * What the server answered about vouchers that a device kept is kept no longer: those it said no to, and those that came
 * in after the yes. Runs in the browser by itself, so it uses nothing from outside.
 */
export function settle(): void {
  const list = (name: string): string[] => (localStorage.getItem(name) ?? '').split(' ').filter(Boolean);
  const put = (name: string, codes: readonly string[]): void =>
    codes.length === 0 ? localStorage.removeItem(name) : localStorage.setItem(name, codes.join(' '));

  if (document.querySelector('[data-answered]') !== null) put('vouchers under way', []);
  const settled = document.querySelector<HTMLElement>('[data-settled]');
  forget(settled?.dataset.settled, (settled?.dataset.codes ?? '').split(' '));
  const cameIn = document.querySelector<HTMLElement>('[data-came-in]')?.dataset.cameIn;
  forget(cameIn, list(`yes ${cameIn ?? ''}`));
  put(`yes ${cameIn ?? ''}`, []);
  for (const each of document.querySelectorAll<HTMLElement>('[data-settles]')) {
    each.addEventListener('submit', () => {
      const codes = each.querySelector<HTMLInputElement>('input[name=codes]')?.value ?? '';
      put(`yes ${each.dataset.settles ?? ''}`, codes.split(' '));
    });
  }

  function forget(path: string | undefined, codes: readonly string[]): void {
    if (path === undefined) return;
    const name = `vouchers ${path}`;
    put(
      name,
      list(name).filter((each) => !codes.includes(each)),
    );
  }
}
