import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { Claims } from '../books/claims.js';
import { codeGuard } from './code.js';
import { advanceCodes, codesTable, lockCodes } from './codes.store.js';
import { requestGuard } from './request.js';
import { advanceRequests, lockRequests, requestsTable } from './requests.store.js';
import { rewrapTokens } from './tokens.js';

/** Tells the books and the keys at start of the rows that this room keeps. */
@Injectable()
export class PaymentClaims implements OnModuleInit {
  constructor(
    private readonly claims: Claims,
    private readonly keys: KeysService,
  ) {}

  onModuleInit(): void {
    this.claims.register(codeGuard, { lock: lockCodes, advance: advanceCodes });
    this.claims.register(requestGuard, { lock: lockRequests, advance: advanceRequests });
    this.keys.onRotate((tx, from, to) => rewrapTokens(tx, codesTable, 'code_id', from, to));
    this.keys.onRotate((tx, from, to) => rewrapTokens(tx, requestsTable, 'request_id', from, to));
  }
}
