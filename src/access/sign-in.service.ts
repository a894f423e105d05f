import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { LinksService, type LinkRefusal, type SignInLink } from './links.service.js';
import type { OpenedSession } from './sessions.service.js';
import { SignInRights } from './sign-in.rights.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';
import { TriesService } from './tries.service.js';

/** How people come in until they have cards: by a link that a steward or the command line makes for them. */
@Injectable()
export class SignInService {
  constructor(
    private readonly links: LinksService,
    private readonly tries: TriesService,
    private readonly rights: SignInRights,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Makes a one-time link for a person of a community. Whoever has it acts as that person, so its making is in the
   * audit that the person can read, and on their first page. An operator only until a steward has been in.
   * @throws NotAllowed
   */
  async makeLink(
    actor: Actor,
    person: { communityId: string; personId: string },
  ): Promise<SignInLink | AccessRefusal<'no_such_person' | 'steward_came_in' | 'passphrase_needed'>> {
    await this.rights.mustMakeLink(actor, person);
    if (!(await this.rights.isPerson(person))) return refuse('no_such_person');
    if (await this.rights.isTooLate(actor, person.communityId)) return refuse('steward_came_in');
    if (await this.rights.hasPassphrase(person)) return refuse('passphrase_needed');
    return this.links.make(
      actor,
      { kind: 'person', id: person.personId, communityId: person.communityId },
      'sign_in',
    );
  }

  /**
   * A link whose session counts as one with a passphrase, for trying the service out as a civil servant. Only for the
   * command line, which could write as much into the database itself.
   * @throws NotAllowed
   */
  async makeTrialLink(
    actor: Actor,
    person: { communityId: string; personId: string },
  ): Promise<SignInLink | AccessRefusal<'no_such_person'>> {
    if (actor.kind !== 'system') throw new NotAllowed();
    if (!(await this.rights.isPerson(person))) return refuse('no_such_person');
    const owner = { kind: 'person', id: person.personId, communityId: person.communityId } as const;
    return this.links.make(actor, owner, 'sign_in', 'passphrase');
  }

  /** Whether a link for a steward would be refused to this actor because one has been in. Who may is asked by `makeLink`. */
  isTooLate(actor: Actor, communityId: string): Promise<boolean> {
    return this.rights.isTooLate(actor, communityId);
  }

  /**
   * Opens a session with a link.
   * @param text the token from the link
   * @param address where the caller is, for counting guesses
   * @param ownDevice whether the device is theirs alone, so that it may stay signed in
   * @throws TooManyTries when too many unknown tokens came from there
   */
  async openLink(text: string, address: string, ownDevice = false): Promise<OpenedSession | LinkRefusal> {
    const key = `link:${address}`;
    await this.tries.mustBeOpen(key);
    const outcome = await this.links.open(text, ownDevice);
    // A link that was used or is too old was a real one, so opening it twice is no guess.
    if ('kind' in outcome && outcome.code === 'link_unknown')
      await this.tries.failed(key, this.settings.linkTries);
    return outcome;
  }
}
