/** What access throws. No word of HTTP here: the frames of `api` and `web` turn them into answers. */
export abstract class AccessError extends Error {
  /** Stable, for programs and for the words of each language. */
  abstract readonly code: string;
}

/** Nobody is signed in, or what was shown is unknown, over or revoked. Which of these is not told. */
export class NotSignedIn extends AccessError {
  override readonly name = 'NotSignedIn';
  readonly code = 'not_signed_in';

  constructor() {
    super('nobody is signed in');
  }
}

/** Signed in, but this is not theirs to do or to see. */
export class NotAllowed extends AccessError {
  override readonly name = 'NotAllowed';
  readonly code = 'not_allowed';

  constructor() {
    super('this actor may not do that');
  }
}

/** A form or call that did not come from our own pages, or from a page that is too old. */
export class NotFromOurPages extends AccessError {
  override readonly name = 'NotFromOurPages';
  readonly code = 'not_from_our_pages';

  constructor() {
    super('the form did not come from our own pages');
  }
}

/** Too often in too short a time. */
export class TooManyTries extends AccessError {
  override readonly name = 'TooManyTries';
  readonly code = 'too_many_tries';

  /** @param retryAfterSeconds whole seconds, 1 or more */
  constructor(readonly retryAfterSeconds: number) {
    super(`too many tries, again after ${retryAfterSeconds} s`);
  }
}
