import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { KeysService } from './keys.service.js';
import { writeSignInNumber } from './passphrase.js';
import { latinDigits } from './secret.js';
import { placeOfFactor, rewrapFactors, type SignIn } from './passphrases.store.js';

/** A second factor as its owner sees it, once. */
export interface NewFactor {
  /** For the app, as text. */
  readonly secret: string;
  /** For the app, as a QR code. */
  readonly uri: string;
  readonly wrapped: Buffer;
}

const stepSeconds = 30;

/** Most servers ask for it seldom: until somebody does, its memory is spared. */
const otp = () => import('otplib');

/** Codes of six digits that change every half minute (RFC 6238), in whatever app somebody has for it. */
@Injectable()
export class SecondFactors implements OnModuleInit {
  constructor(
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.keys.onRotate(rewrapFactors);
  }

  /** @param host stands in the app beside the codes */
  async make(
    owner: { communityId: string; actorId: string; number: string },
    host: string,
  ): Promise<NewFactor> {
    const { generateSecret, generateURI } = await otp();
    const secret = generateSecret();
    const place = placeOfFactor(owner.communityId, owner.actorId);
    const uri = generateURI({ issuer: host, label: writeSignInNumber(owner.number), secret });
    return { secret, uri, wrapped: this.keys.wrap(Buffer.from(secret), place) };
  }

  /**
   * The step of a code, when it is one of now, or of half a minute before or after for clocks that differ.
   * Whether it was used before is judged where it is used up.
   */
  async stepOf(signIn: SignIn, code: string): Promise<number | undefined> {
    const token = latinDigits(code.replace(/\s/g, ''));
    if (!/^[0-9]{6}$/.test(token)) return undefined;
    const place = placeOfFactor(signIn.communityId, signIn.actorId);
    const secret = this.keys.unwrap(signIn.totp, place).toString();
    const epoch = Math.floor(this.clock.now() / 1000);
    const { verify } = await otp();
    const result = await verify({ secret, token, epoch, epochTolerance: stepSeconds });
    return result.valid && 'timeStep' in result ? result.timeStep : undefined;
  }
}
