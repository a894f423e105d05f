/**
 * Sends a form as a tap on its button would, in browsers that cannot do so themselves (Safari before 16): with what the
 * page listens for on sending, and without the name of any button. It runs before the parts that send forms.
 */
export function submit(): void {
  if (typeof HTMLFormElement.prototype.requestSubmit === 'function') return;
  HTMLFormElement.prototype.requestSubmit = function (this: HTMLFormElement): void {
    const button = document.createElement('input');
    button.type = 'submit';
    button.hidden = true;
    this.append(button);
    button.click();
    button.remove();
  };
}
