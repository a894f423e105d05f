import type { ComponentChildren, JSX, VNode } from 'preact';
import { words, type AnyLanguage } from '../languages/languages.js';
import { Icon, type IconName } from './icons.js';

/** A message beside a field, in the words that the summary repeats. `field` is the name of the field. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

type FieldKind = 'text' | 'date' | 'password';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly type?: FieldKind;
  /** `decimal` opens the number keys of a phone. */
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly errors?: readonly FieldError[];
  readonly required?: boolean;
}

/** One field with its label, hint and message. */
export function Field(props: FieldProps): VNode {
  const { name, label, hint, errors = [] } = props;
  const id = `field-${name}`;
  const error = errors.find(({ field }) => field === name);
  const inside = {
    id,
    name,
    value: props.value,
    inputMode: props.inputMode,
    autoComplete: props.autoComplete ?? 'off',
    maxLength: props.maxLength ?? 200,
    required: props.required ?? false,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': describedBy(id, hint, error),
  };
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      <FieldNotes id={id} hint={hint} error={error} />
      {inputs[props.type ?? 'text'](inside)}
    </div>
  );
}

type InputInside = Omit<JSX.IntrinsicElements['input'], 'type' | 'role' | 'list'>;

/** Each kind spelled out, because the types allow no kind that is only known later. */
const inputs: Readonly<Record<FieldKind, (inside: InputInside) => VNode>> = {
  text: (inside) => <input type="text" {...inside} />,
  date: (inside) => <input type="date" {...inside} />,
  password: (inside) => <input type="password" {...inside} />,
};

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
}

/** One of several, as big rows with pictures. */
export function Choices(props: {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly value?: string;
  readonly errors?: readonly FieldError[];
}): VNode {
  const { name, legend, choices, value, errors = [] } = props;
  const id = `field-${name}`;
  const error = errors.find(({ field }) => field === name);
  return (
    <fieldset
      class={error === undefined ? 'field' : 'field wrong'}
      aria-describedby={describedBy(id, undefined, error)}
    >
      <legend>{legend}</legend>
      <FieldNotes id={id} error={error} />
      {choices.map((choice, i) => (
        <label class="choice" key={choice.value}>
          <input
            id={i === 0 ? id : undefined}
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
          />
          {choice.icon !== undefined && (
            <span class="plate">
              <Icon name={choice.icon} />
            </span>
          )}
          <span>
            {choice.label}
            {choice.hint !== undefined && <span class="hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** At the top of the page after a form was not right: each message once more, with a link to its field. */
export function ErrorSummary({
  language,
  errors,
}: {
  language: AnyLanguage;
  errors: readonly FieldError[];
}): VNode | null {
  if (errors.length === 0) return null;
  return (
    <div class="summary" role="alert" aria-labelledby="summary-title" tabIndex={-1}>
      <h2 id="summary-title">{words(language).t('errors.summary')}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={field}>
            <a href={`#field-${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Values that go back with the form as they came. */
export function HiddenFields({ values }: { values: Readonly<Record<string, string>> }): VNode {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** The token that proves that the form came from our own page. */
export function CsrfField({ token }: { token: string }): VNode {
  return <input type="hidden" name="_csrf" value={token} />;
}

export interface ConfirmProps {
  readonly language: AnyLanguage;
  /** Where Yes posts to. */
  readonly action: string;
  readonly csrf: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Where No goes: by a link, for a no changes nothing. */
  readonly noHref: string;
  readonly yesLabel?: string;
  readonly noLabel?: string;
}

/** Yes at the end of the line with a green tick, No at its start with a red cross: same size, no default, no timer (U24). */
export function Confirm(props: ConfirmProps): VNode {
  const { t } = words(props.language);
  return (
    <form method="post" action={props.action} class="confirm">
      <CsrfField token={props.csrf} />
      <HiddenFields values={props.values ?? {}} />
      <a class="answer no" href={props.noHref}>
        <span class="plate">
          <Icon name="no" />
        </span>
        <span>{props.noLabel ?? t('buttons.no')}</span>
      </a>
      <button class="answer yes" type="submit">
        <span class="plate">
          <Icon name="yes" />
        </span>
        <span>{props.yesLabel ?? t('buttons.yes')}</span>
      </button>
    </form>
  );
}

export interface PictureButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly hint?: string;
  /** With an address it is a link, without it the submit button of the form around it. */
  readonly href?: string;
  readonly name?: string;
  readonly value?: string;
  /** The one main button of the page is `main`; the others are `plain`. */
  readonly look?: 'main' | 'plain';
  readonly mirror?: boolean;
  /** The page that the link opens goes to the printer by itself, where scripts run. */
  readonly prints?: boolean;
}

/** A big button: a drawing and its word, never one of them alone (U11). */
export function PictureButton(props: PictureButtonProps): VNode {
  const inside: ComponentChildren = (
    <>
      <span class="plate">
        <Icon name={props.icon} mirror={props.mirror} />
      </span>
      <span>
        {props.label}
        {props.hint !== undefined && <span class="hint">{props.hint}</span>}
      </span>
    </>
  );
  const look = `picture-button ${props.look ?? 'plain'}`;
  return props.href === undefined ? (
    <button class={look} type="submit" name={props.name} value={props.value}>
      {inside}
    </button>
  ) : (
    <a class={look} href={props.href} data-prints={props.prints ? '' : undefined}>
      {inside}
    </a>
  );
}

/** Prints the page. Only a script can, so without one it is not there: every browser has it in its menu as well. */
export function PrintButton({ label }: { readonly label: string }): VNode {
  return (
    <button class="picture-button main" type="button" data-print hidden>
      <span class="plate">
        <Icon name="print" />
      </span>
      <span>{label}</span>
    </button>
  );
}

/**
 * Picture buttons under each other; with `tiles` two beside each other with big drawings, for the choice of a page, or
 * with small ones, for what some have beside it.
 */
export function PictureButtons({
  children,
  tiles = false,
}: {
  children: ComponentChildren;
  tiles?: boolean | 'small';
}): VNode {
  const look = tiles === false ? '' : tiles === true ? ' tiles-of-two' : ' tiles-of-two small-tiles';
  return <div class={`picture-buttons${look}`}>{children}</div>;
}

function FieldNotes({ id, hint, error }: { id: string; hint?: string; error?: FieldError }): VNode {
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="message" id={`${id}-error`}>
          {error.message}
        </p>
      )}
    </>
  );
}

function describedBy(id: string, hint?: string, error?: FieldError): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(
    Boolean,
  );
  return ids.length === 0 ? undefined : ids.join(' ');
}
