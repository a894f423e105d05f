import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { randomBytes } from '../database/ids.js';
import { rewrapSecrets } from './webhooks.store.js';

/** The secret of each webhook: shown once, kept wrapped under the master key, and wrapped again when that changes. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly keys: KeysService) {
    keys.onRotate((tx, from, to) =>
      rewrapSecrets(tx, (communityId, id, secret) => {
        const place = webhookPlace(communityId, id);
        return to.wrap(from.unwrap(secret, place), place);
      }),
    );
  }

  /** A new secret of 256 bits, as the other side gets it and as the database does. */
  draw(communityId: string, id: string): { secret: string; wrapped: Buffer } {
    const bytes = randomBytes(32);
    return { secret: written(bytes), wrapped: this.keys.wrap(bytes, webhookPlace(communityId, id)) };
  }

  open(communityId: string, id: string, wrapped: Buffer): string {
    return written(this.keys.unwrap(wrapped, webhookPlace(communityId, id)));
  }
}

/** As Standard Webhooks 1.0 writes it. */
function written(bytes: Buffer): string {
  return `whsec_${bytes.toString('base64')}`;
}

/** What the secret of an endpoint is wrapped for. */
export function webhookPlace(communityId: string, id: string): string {
  return `webhook ${communityId} ${id}`;
}
