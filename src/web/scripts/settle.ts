/**
 * What a device keeps of vouchers, by the place where they are taken: `under way PLACE` is what was scanned and not
 * answered yet, `vouchers PLACE` what is not sure, and `yes PLACE` each yes that was sent, a line with its order and its
 * vouchers. Only what came in, and what is over for ever, is kept no longer. Runs in the browser by itself, so it uses
 * nothing from outside.
 */
export function settle(): void {
  const list = (name: string): string[] => (localStorage.getItem(name) ?? '').split(' ').filter(Boolean);
  const put = (name: string, text: string): void =>
    text === '' ? localStorage.removeItem(name) : localStorage.setItem(name, text);
  const yeses = (place: string): string[] =>
    (localStorage.getItem(`yes ${place}`) ?? '').split('\n').filter(Boolean);

  const scanned = document.querySelector<HTMLElement>('[data-answered]')?.dataset.answered;
  if (scanned !== undefined) put(`under way ${scanned}`, '');
  const settled = document.querySelector<HTMLElement>('[data-settled]');
  forget(settled?.dataset.settled, (settled?.dataset.codes ?? '').split(' '));

  const answered = document.querySelector<HTMLElement>('[data-yes-answered]');
  const { yesAnswered: place = '', order = '', which = '' } = answered?.dataset ?? {};
  const [sent = ''] = yeses(place).filter((each) => order !== '' && each.startsWith(`${order} `));
  const codes = sent.split(' ').slice(1);
  forget(
    place,
    which.split(' ').flatMap((i) => (i === '' ? [] : (codes[Number(i)] ?? []))),
  );
  const others = yeses(place).filter((each) => each !== sent);
  put(`yes ${place}`, others.join('\n'));

  for (const each of document.querySelectorAll<HTMLElement>('[data-settles]')) {
    each.addEventListener('submit', () => {
      const value = (name: string): string =>
        each.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? '';
      // Who holds a card must be there for the yes, and a card's code is never kept: such a yes is not said again.
      if (value('card') !== '' || value('order') === '' || value('codes') === '') return;
      const at = each.dataset.settles ?? '';
      const line = `${value('order')} ${value('codes')}`;
      put(`yes ${at}`, [...yeses(at).filter((one) => one !== line), line].slice(-20).join('\n'));
    });
  }

  function forget(path: string | undefined, over: readonly string[]): void {
    if (path === undefined || path === '') return;
    const name = `vouchers ${path}`;
    const left = list(name).filter((each) => !over.includes(each));
    put(name, left.join(' '));
  }
}
