import { Global, Module } from '@nestjs/common';
import { BooksService } from './books.service.js';
import { Claims } from './claims.js';
import { Epochs } from './epochs.service.js';
import { Committer } from './committer.js';
import { ExchangesReading } from './exchanges.reading.js';
import { OutgoingReading } from './outgoing.reading.js';
import { Sequencer } from './sequencer.js';
import { Summaries } from './summaries.js';
import { Verifier } from './verify.js';
import { Writer } from './writer.js';

/** The books and what reads them. */
@Global()
@Module({
  providers: [
    BooksService,
    Claims,
    Committer,
    Epochs,
    ExchangesReading,
    OutgoingReading,
    Sequencer,
    Summaries,
    Verifier,
    Writer,
  ],
  exports: [
    BooksService,
    Claims,
    Committer,
    Epochs,
    ExchangesReading,
    OutgoingReading,
    Sequencer,
    Summaries,
    Verifier,
  ],
})
export class BooksModule {}
