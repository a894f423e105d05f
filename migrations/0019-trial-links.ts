import { Step } from './dialects.js';

/** What a session counts as that a one-time link opens: the command line may make one that counts as a passphrase. */
export class TrialLinks1700000000019 extends Step {
  readonly name = 'TrialLinks1700000000019';

  protected statements(): string[] {
    return [
      `alter table sign_in_links add column way text not null default 'link' check (way in ('link', 'passphrase'))`,
    ];
  }
}
