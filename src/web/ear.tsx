import type { VNode } from 'preact';
import { factsOf, ownCode, words, type AnyLanguage, type LanguageCode } from '../languages/languages.js';
import { lacksOwn, sideOf } from '../languages/pairs.js';
import { clipsOf, type SpokenFace } from '../languages/spoken.js';
import { Icon } from './icons.js';

/** What the ear button says when it is pressed: the main sentence, the amount, the choices (U12). */
export interface Ear {
  readonly sentence: string;
  readonly amount?: string;
  readonly choices?: readonly string[];
  /** Whoever is named in it. A name that no clip says is said as what is drawn on their card. */
  readonly faces?: readonly SpokenFace[];
  /** What is said instead where the sentence has a word that no clip says, such as the name of a group. */
  readonly short?: readonly string[];
}

/** Those in a scene who have a drawing of their own; a group or a shop has none. */
export function spokenFaces(
  ...faces: readonly { kind: string; name: string; picture?: string }[]
): SpokenFace[] {
  return faces.flatMap(({ kind, name, picture }) =>
    kind === 'member' && picture !== undefined ? [{ name, picture }] : [],
  );
}

/** Where a clip is served; undefined where there is none. */
export type ClipAddress = (code: LanguageCode, name: string) => string | undefined;

/**
 * The ear button of a page, always at the same place. It is hidden until a script that can really speak this language
 * shows it (U13). Which clips say it stands in it by name; `fillEars` makes addresses of them.
 */
export function EarButton({ language, ear }: { language: AnyLanguage; ear: Ear }): VNode {
  const code = ownCode(language);
  const { sentence, amount, choices = [], faces = [], short = [] } = ear;
  const named = faces.map(({ name, picture }) => ({ name: sideOf(name, 'own'), picture }));
  const main = [sentence, ...(amount === undefined ? [] : [amount])];
  return (
    <button
      type="button"
      class="corner ear"
      hidden
      data-say={sayable(main, code, named) ?? sayable(short, code, named)}
      data-more={sayable(choices, code, named)}
      {...spokenTexts(code, main, choices)}
    >
      <Icon name="ear" />
      <span>{words(language).t('buttons.listen')}</span>
    </button>
  );
}

/** An ear for one clip, with its own word in its own language: a greeting, or what somebody recorded. */
export function ClipEar(props: {
  readonly code: LanguageCode;
  readonly clip: string;
  readonly text: string;
}): VNode {
  const { code, clip, text } = props;
  return (
    <button
      type="button"
      class="corner ear"
      hidden
      data-clip={clip}
      data-say={`${code} ${clip}`}
      data-language={code}
      data-sentence={text}
    >
      <Icon name="ear" />
      <span>{words(code).t('buttons.listen')}</span>
    </button>
  );
}

/**
 * Asks whether the voice that is installed is heard in one's own language; nobody else can know (U13). Hidden until a
 * script finds a voice of that language of which this was not asked yet.
 */
export function VoiceQuestion({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  const code = ownCode(language);
  return (
    <section class="card voice" hidden data-voice={code} data-sentence={factsOf(code).greeting}>
      <p>{t('start.hear_language')}</p>
      <button type="button" class="button" data-try>
        <Icon name="ear" />
        <span>{t('buttons.listen')}</span>
      </button>
      <div class="voice-answers" hidden>
        <button type="button" class="button" data-answer="yes">
          <Icon name="yes" />
          <span>{t('buttons.yes')}</span>
        </button>
        <button type="button" class="button" data-answer="no">
          <Icon name="no" />
          <span>{t('buttons.no')}</span>
        </button>
      </div>
    </section>
  );
}

/** What a voice of the browser would read; nothing where a sentence has no words in this language. */
function spokenTexts(code: LanguageCode, main: readonly string[], choices: readonly string[]) {
  if ([...main, ...choices].some(lacksOwn)) return {};
  const [sentence, amount] = main.map((text) => sideOf(text, 'own'));
  return {
    'data-language': code,
    'data-sentence': sentence,
    'data-amount': amount,
    'data-choices': choices.length === 0 ? undefined : choices.map((text) => sideOf(text, 'own')).join('\n'),
  };
}

/** `nl start.hello pictures.fox`; undefined when any of it can be no clip. */
function sayable(
  texts: readonly string[],
  code: LanguageCode,
  faces: readonly SpokenFace[],
): string | undefined {
  if (texts.length === 0) return undefined;
  const said = texts.map((text) => clipsOf(sideOf(text, 'own'), code, faces));
  return said.includes(undefined) ? undefined : [code, ...said.flat()].join(' ');
}

const places = / data-say="([a-z]{2}(?: [\w.]+)+)"(?: data-more="([a-z]{2}(?: [\w.]+)+)")?/g;
const lonely = / data-more="[a-z]{2}(?: [\w.]+)+"/g;

/**
 * Puts the addresses of the clips into every ear of a rendered page. Where one of the main sentence is missing there are
 * none, so that nobody hears half of it; the choices follow when all of theirs are there.
 */
export function fillEars(html: string, address: ClipAddress): string {
  const addresses = (said: string | undefined): string[] => {
    const [code, ...names] = (said ?? '').split(' ');
    const found = names.map((name) => address(code as LanguageCode, name));
    return found.includes(undefined) ? [] : (found as string[]);
  };
  return html
    .replace(places, (_, main: string, more: string | undefined) => {
      const clips = addresses(main);
      return clips.length === 0 ? '' : ` data-clips="${[...clips, ...addresses(more)].join(' ')}"`;
    })
    .replace(lonely, '');
}
