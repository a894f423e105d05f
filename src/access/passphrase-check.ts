import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { readToken } from '../database/ids.js';
import { serverItself } from './audit.js';
import { GuessesService } from './guesses.service.js';
import { readPassphrase } from './passphrase.js';
import { SecondFactors } from './passphrase-factor.js';
import { findByNumber, type SignIn } from './passphrases.store.js';
import { SecretsService } from './secrets.service.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

/** What somebody gives to come in. */
export interface GivenPassphrase {
  readonly number: string;
  readonly passphrase: string;
  /** The six digits. */
  readonly code: string;
  /** From where, for counting; kept nowhere. */
  readonly address: string;
}

const kind = 'passphrase';

/** Judges passphrases and codes, counting each try for the number, for the address and for the community. */
@Injectable()
export class PassphraseCheck {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretsService,
    private readonly factors: SecondFactors,
    private readonly guesses: GuessesService,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /**
   * Whose this is. An unknown number, a wrong passphrase and a wrong code are all the same: nobody's.
   * @returns the step of the code too, which is still to be used up; undefined when any of it is wrong
   * @throws TooManyTries
   */
  async whose(given: GivenPassphrase): Promise<{ signIn: SignIn; step: number } | undefined> {
    const number = readToken(given.number).slice(0, 20);
    const found = await findByNumber(this.database.reader, number);
    const signIn = found?.confirmedAt == null ? undefined : found;
    const communityId = signIn?.communityId ?? serverItself;
    const { passphraseTries } = this.settings;
    const ofNumber = { key: `number ${number}`, limit: passphraseTries.number };
    const ofAddress = { key: `address ${given.address}`, limit: passphraseTries.device };
    await this.guesses.attempt(communityId, kind, [ofAddress, ofNumber]);
    const owner = signIn === undefined ? '' : ownerOf(signIn);
    const text = readPassphrase(given.passphrase);
    const isRight = await this.secrets.isRight(owner, text, signIn?.secret ?? null);
    const step = signIn === undefined ? undefined : await this.factors.stepOf(signIn, given.code);
    if (signIn === undefined || !isRight || step === undefined || step <= signIn.lastStep) {
      if (signIn !== undefined) await this.guesses.wrong(nobody, communityId, kind);
      return undefined;
    }
    await this.guesses.right(communityId, kind, ofNumber.key);
    await this.guesses.takeBack(communityId, kind, ofAddress.key);
    return { signIn, step };
  }
}

/** Whoever tries is not known yet. */
const nobody = { id: '-', via: 'sign_in' };

/** Whose a passphrase is, for keeping it. */
export function ownerOf({ communityId, actorId }: Pick<SignIn, 'communityId' | 'actorId'>): string {
  return `passphrase ${communityId} ${actorId}`;
}
