import { Injectable } from '@nestjs/common';
import { NotFromOurPages } from './access/errors.js';
import { KeysService } from './access/keys.service.js';
import { UnwrapError } from './access/keys.js';
import type { LeftProps } from './app.left.js';

/** Of whom a form is, and what the proof says of where and how. */
export interface Leaver extends Pick<LeftProps, 'language' | 'community' | 'timeZone'> {
  readonly communityId: string;
  readonly personId: string;
  /** In whose visit, on a screen that is not their own, and who gets what is left there; null for the pot. */
  readonly visit?: { readonly id: string; readonly to: string | null };
}

const place = 'leaving';

/** Says in a form of whom it is, sealed: after the yes there is nobody any more of whom a session could say so. */
@Injectable()
export class Leavers {
  constructor(private readonly keys: KeysService) {}

  seal(leaver: Leaver): string {
    return this.keys.wrap(Buffer.from(JSON.stringify(leaver)), place).toString('base64url');
  }

  /** @throws NotFromOurPages */
  open(sealed: string): Leaver {
    try {
      return JSON.parse(this.keys.unwrap(Buffer.from(sealed, 'base64url'), place).toString()) as Leaver;
    } catch (error) {
      if (error instanceof UnwrapError) throw new NotFromOurPages();
      throw error;
    }
  }
}
