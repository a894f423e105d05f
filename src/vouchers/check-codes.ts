import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { sameBytes } from '../access/keys.js';
import { Database } from '../database/database.js';
import { findSecrets } from './batches.store.js';
import { checkCode, checkKey, checkPlace } from './voucher-codes.js';

/** How many batches' keys are kept at hand: making one is slow on purpose. */
const keptMost = 200;

/** The six digits beside a serial. None of them is stored anywhere. */
@Injectable()
export class CheckCodes {
  private readonly made = new Map<string, Promise<Buffer>>();
  private readonly nobodys = randomBytes(32);

  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
  ) {}

  /** The codes of vouchers of a batch, by their places in it. */
  async of(communityId: string, batchId: string, numbers: readonly number[]): Promise<string[]> {
    const key = await this.keyOf(communityId, batchId);
    return numbers.map((number) => checkCode(key, number));
  }

  /**
   * Whether a code is the one of a voucher. As long for a voucher that is not there as for a wrong code.
   * @param voucher undefined for a serial that nobody knows
   */
  async isRight(
    communityId: string,
    voucher: { readonly batchId: string; readonly number: number } | undefined,
    code: string,
  ): Promise<boolean> {
    const key = await (voucher === undefined ? this.nobodysKey() : this.keyOf(communityId, voucher.batchId));
    const right = sameBytes(Buffer.from(checkCode(key, voucher?.number ?? 1)), Buffer.from(code));
    return right && voucher !== undefined;
  }

  private nobodysKey(): Promise<Buffer> {
    return this.remember('', () => checkKey(this.nobodys, 'nobody'));
  }

  private keyOf(communityId: string, batchId: string): Promise<Buffer> {
    return this.remember(`${communityId} ${batchId}`, async () => {
      const secrets = await findSecrets(this.database.reader, communityId, batchId);
      if (secrets === undefined) throw new Error(`there is no batch ${batchId}`);
      return checkKey(this.keys.unwrap(secrets.checkSecret, checkPlace(batchId)), batchId);
    });
  }

  private remember(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    if (this.made.size >= keptMost) this.made.clear();
    const making = make();
    this.made.set(name, making);
    making.catch(() => this.made.delete(name));
    return making;
  }
}
