/**
 * The ear buttons without clips: lets a voice of the browser speak, only where one of this very language is on the device
 * itself and somebody said once that they hear their language; else they stay hidden (U13). Runs in the browser by itself.
 */
export function voice(): void {
  if (!('speechSynthesis' in globalThis)) return;
  const buttons = [...document.querySelectorAll<HTMLElement>('button.ear:not([data-clips])[data-sentence]')];
  const question = document.querySelector<HTMLElement>('[data-voice]');
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const wasSpeaking = button.getAttribute('aria-pressed') === 'true';
      dispatchEvent(new Event('ear-stop'));
      const { language = '', sentence = '', amount = '', choices = '' } = button.dataset;
      if (wasSpeaking) return;
      button.setAttribute('aria-pressed', 'true');
      const ended = (): void => button.setAttribute('aria-pressed', 'false');
      speak(language, [sentence, amount, ...choices.split('\n')], ended);
    });
  }
  question?.querySelector('[data-try]')?.addEventListener('click', () => {
    const answers = question.querySelector<HTMLElement>('.voice-answers');
    speak(question.dataset.voice ?? '', [question.dataset.sentence ?? ''], () =>
      answers?.removeAttribute('hidden'),
    );
  });
  for (const answer of question?.querySelectorAll<HTMLElement>('[data-answer]') ?? []) {
    answer.addEventListener('click', () => {
      localStorage.setItem(`heard-${question?.dataset.voice}`, answer.dataset.answer ?? 'no');
      show();
    });
  }
  speechSynthesis.addEventListener('voiceschanged', show);
  show();

  function show(): void {
    for (const button of buttons) {
      const { language = '' } = button.dataset;
      button.hidden = voiceOf(language) === undefined || localStorage.getItem(`heard-${language}`) !== 'yes';
    }
    if (question === null) return;
    const { voice: language = '' } = question.dataset;
    question.hidden = voiceOf(language) === undefined || localStorage.getItem(`heard-${language}`) !== null;
  }

  function speak(language: string, texts: readonly string[], ended: () => void): void {
    const found = voiceOf(language);
    const said = new SpeechSynthesisUtterance(texts.filter((text) => text !== '').join('. '));
    const end = (): void => {
      said.onend = said.onerror = null;
      speechSynthesis.cancel();
      removeEventListener('ear-stop', end);
      ended();
    };
    Object.assign(said, { voice: found, lang: found?.lang, rate: 0.9, onend: end, onerror: end });
    addEventListener('ear-stop', end);
    speechSynthesis.speak(said);
  }

  /** On the device itself: what is said may be about money, and goes to no other host. */
  function voiceOf(language: string): SpeechSynthesisVoice | undefined {
    const isOf = ({ lang }: SpeechSynthesisVoice): boolean =>
      lang.toLowerCase().split(/[-_]/)[0] === language;
    return speechSynthesis.getVoices().find((each) => each.localService && isOf(each));
  }
}
