import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdField } from '../api/fields.js';
import { ProblemError } from '../api/problem.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { languageOf } from '../web/language-choice.js';
import { renderPage } from '../web/page.js';
import { CurrentActor, Public } from './access.guard.js';
import type { Actor } from './actor.js';
import { CardStockService, sheetMost } from './card-stock.service.js';
import { PageFrames } from './page-frames.js';
import { CardSheetPage } from './views/card-sheet.js';
import { cardCss } from './views/card-sheet.css.js';

class SheetQuery {
  @IdField({ optional: true })
  after?: string;
}

const html = 'text/html; charset=utf-8';

/** Printing blank cards. */
@ApiExcludeController()
@Controller('cards')
export class CardSheetPages {
  constructor(
    private readonly stock: CardStockService,
    private readonly frames: PageFrames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Blank cards to print, ten on a sheet of A4, at most ten sheets at once. */
  @Get('sheet')
  @Header('content-type', html)
  async sheet(
    @CurrentActor() actor: Actor,
    @Query() { after = '' }: SheetQuery,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    if (actor.communityId === null) throw new ProblemError('not_allowed');
    const blanks = await this.stock.sheet(actor, actor.communityId, after, sheetMost);
    const next = blanks.length < sheetMost ? null : `/cards/sheet?after=${blanks.at(-1)!.id}`;
    const finish = this.frames.finish(actor)!;
    const language = languageOf(request);
    const { helpline } = this.config;
    const helpAt = `${new URL(this.config.publicUrl).host}/help`;
    return renderPage(<CardSheetPage {...{ language, finish, blanks, next, helpAt, helpline }} />);
  }

  @Public()
  @Get('card.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  css(): string {
    return cardCss;
  }
}
