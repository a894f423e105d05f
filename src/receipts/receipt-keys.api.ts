import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.guard.js';
import { ReceiptKeysService, type PublishedKey } from './receipt-keys.service.js';

/** The key set, where programs look for it (RFC 7517; RFC 8615 for the place). */
@ApiExcludeController()
@Controller('.well-known')
export class ReceiptKeysApi {
  constructor(private readonly keys: ReceiptKeysService) {}

  @Public()
  @Get('jwks.json')
  @Header('content-type', 'application/jwk-set+json')
  @Header('cache-control', 'public, max-age=300')
  async show(): Promise<{ keys: PublishedKey[] }> {
    return { keys: await this.keys.published() };
  }
}
