/**
 * On a device that waits for somebody: says hello in one language after the other. It stands still under a finger or the
 * keyboard, and for those who asked for no movement all of them stay. Runs in the browser by itself.
 */
export function greetings(): void {
  const list = document.querySelector<HTMLElement>('.greetings');
  const all = [...(list?.children ?? [])] as HTMLElement[];
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (list === null || all.length < 2 || isStill) return;
  let turn = 0;
  const show = (): void => all.forEach((each, i) => (each.hidden = i !== turn % all.length));
  list.classList.add('turning');
  show();
  setInterval(() => {
    if (list.matches(':hover, :focus-within')) return;
    turn++;
    show();
  }, 3000);
}
