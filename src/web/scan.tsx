import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../languages/languages.js';
import { assetPath } from './assets.js';
import { CsrfField, Field, HiddenFields, PictureButton, type FieldError } from './forms.js';
import { Icon } from './icons.js';

export interface ScanPlaceProps {
  readonly language: AnyLanguage;
  /** Where the code goes: a route that reads photographs (`readPhotos`), with `code` or `photo`. */
  readonly action: string;
  readonly csrf: string;
  readonly values?: Readonly<Record<string, string>>;
  /** What the field for typing is called, and where on the paper the code stands. */
  readonly typed: {
    readonly label: string;
    readonly hint: string;
    readonly value?: string;
    readonly maxLength?: number;
  };
  readonly errors?: readonly FieldError[];
  /** False where a camera that looks all the time would be in the way; a photograph still does. */
  readonly live?: boolean;
  /** The mark of what was scanned last, on a page that is ready for the next: it may still lie before the camera. */
  readonly seen?: string | undefined;
}

/**
 * The three ways to bring a code in: the live camera where a script and a camera are, a photograph, or typing what
 * stands beside the square (U09). One form, so that each works without the others.
 */
export function ScanPlace(props: ScanPlaceProps): VNode {
  const { language, action, csrf, values = {}, typed, errors = [], live = true, seen } = props;
  const { t } = words(language);
  return (
    <form method="post" action={action} enctype="multipart/form-data" class="stacked scan">
      <CsrfField token={csrf} />
      <HiddenFields values={values} />
      {live && (
        <div class="viewfinder" data-scan={assetPath('decoder.js')} data-seen={seen} hidden>
          <video playsInline muted aria-label={t('scan.camera')} />
        </div>
      )}
      <label class="picture-button plain photo">
        <span class="plate">
          <Icon name="camera" />
        </span>
        <span>{t('scan.photo')}</span>
        <input type="file" name="photo" accept="image/*" capture="environment" data-send />
      </label>
      <Field name="code" maxLength={120} {...typed} errors={errors} />
      <PictureButton icon="next" mirror label={t('buttons.next')} />
    </form>
  );
}

/** Eight characters by which the camera of a page knows a code again; the code itself stays out of the page. */
export function markOfCode(text: string): string {
  return createHash('sha256').update(text).digest().toString('base64', 0, 6);
}
