import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { newToken } from '../database/ids.js';
import type { Actor } from './actor.js';
import { refuse, type AccessRefusal } from './credential.js';
import { passphraseTrouble, readPassphrase, writeSignInNumber } from './passphrase.js';
import { ownerOf } from './passphrase-check.js';
import { SecondFactors } from './passphrase-factor.js';
import { PassphraseGround } from './passphrase-ground.js';
import { SecretsService } from './secrets.service.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';

/** What somebody needs to come in from now on; shown once. */
export interface NewSignIn {
  readonly kind: 'begun';
  readonly number: string;
  /** For an app that makes codes, as text and as what its QR code says. */
  readonly secret: string;
  readonly uri: string;
}

type SetUpRefusal = AccessRefusal<
  NonNullable<ReturnType<typeof passphraseTrouble>> | 'passphrase_exists' | 'link_of_today_needed'
>;

/** Setting up a passphrase and a second factor, in a session that a link opened today. */
@Injectable()
export class PassphraseSetUpService {
  constructor(
    private readonly ground: PassphraseGround,
    private readonly secrets: SecretsService,
    private readonly factors: SecondFactors,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Begins: nothing counts until `confirm`, and it may be begun again until then.
   * @param passphrase at least 12 characters
   * @throws NotAllowed for whoever is no person signed in themselves
   */
  async begin(actor: Actor, passphrase: string): Promise<NewSignIn | SetUpRefusal> {
    const { ground } = this;
    const owner = ground.ownerOf(actor);
    if (!(await ground.cameToday(actor))) return refuse('link_of_today_needed');
    const text = readPassphrase(passphrase);
    const trouble = passphraseTrouble(text);
    if (trouble !== null) return refuse(trouble);
    const secret = await this.secrets.keep(ownerOf(owner), text);
    const number = newToken(40);
    const host = new URL(this.config.publicUrl).host;
    const factor = await this.factors.make({ ...owner, number }, host);
    if (!(await ground.put({ ...owner, number, secret, totp: factor.wrapped })))
      return refuse('passphrase_exists');
    return { kind: 'begun', number: writeSignInNumber(number), secret: factor.secret, uri: factor.uri };
  }

  /**
   * The first code was typed. From now on links open nothing of this person any more, and other sessions of theirs end.
   * @returns the session to go on in, in which all mandates count
   * @throws NotAllowed as `begin`
   */
  async confirm(
    actor: Actor,
    code: string,
  ): Promise<OpenedSession | AccessRefusal<'code_wrong' | 'link_of_today_needed'>> {
    const { ground } = this;
    const { communityId, actorId } = ground.ownerOf(actor);
    if (!(await ground.cameToday(actor))) return refuse('link_of_today_needed');
    const begun = await ground.find(communityId, actorId);
    const step = begun === undefined ? undefined : await this.factors.stepOf(begun, code);
    if (begun === undefined || step === undefined) return refuse('code_wrong');
    const prepared = this.sessions.prepare();
    const isDone = await ground.confirm(actor, begun, step, async (tx) => {
      const owner = { kind: 'person' as const, id: actorId, communityId };
      return this.sessions.open(tx, prepared, owner, false, { way: 'passphrase' });
    });
    return isDone ?? refuse('code_wrong');
  }
}
