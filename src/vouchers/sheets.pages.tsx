import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { FlagField, TextField, WholeField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { communityIdKind } from '../communities/communities.input.js';
import { NotFoundPage, RefusedPage } from '../web/errors.js';
import { languageOf } from '../web/language-choice.js';
import { sendPage } from '../web/page-answer.js';
import { LayoutService, type LaidOut } from './layout.service.js';
import { countMax } from './batch.js';
import { letterTexts, sheetHtml, type Leaf } from './views/sheet.js';
import { sheetCss } from './views/sheet.css.js';

class SheetQuery {
  @WholeField({ max: countMax, optional: true })
  after?: number;

  @TextField({ max: 3, optional: true, about: 'Which language stands beside the first one.' })
  language?: string;
}

class LetterQuery extends SheetQuery {
  @WholeField({ min: 1, max: 4, optional: true })
  per?: number;

  @TextField({ max: 1500, lines: true, optional: true })
  text?: string;

  @FlagField({ optional: true, about: 'Whether it is for bringing somebody along who was never there.' })
  bring?: boolean;
}

/** So many vouchers on one page of the browser: fifty sheets. */
const shownMost = 400;

/** What is printed of a batch, for whoever makes it, until it is active (U34, U35). */
@ApiExcludeController()
@Controller('voucher-sheets')
export class SheetsPages {
  constructor(private readonly layout: LayoutService) {}

  @Public()
  @Get('sheet.css')
  @Header('content-type', 'text/css; charset=utf-8')
  css(): string {
    return sheetCss;
  }

  /** Sheets of eight. */
  @Get(':community/:batch')
  async sheet(
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('batch', as(idKind)) batchId: string,
    @Query() query: SheetQuery,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const laid = await this.layOut(actor, communityId, batchId, query, { request, reply });
    if (laid !== undefined) this.print(laid, { kind: 'sheet' }, request, reply);
  }

  /** Letters with one to four vouchers. */
  @Get(':community/:batch/letter')
  async letter(
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('batch', as(idKind)) batchId: string,
    @Query() query: LetterQuery,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const laid = await this.layOut(actor, communityId, batchId, query, { request, reply });
    if (laid === undefined) return;
    const { per, text, bring = false } = query;
    const [language] = laid.languages;
    const texts = text === undefined ? letterTexts(laid.languages, bring) : [{ language, text }];
    const leaf = { kind: 'letter', vouchers: per ?? (bring ? 1 : 2), texts } as const;
    this.print(laid, leaf, request, reply);
  }

  /** @returns undefined when it was answered already that there is nothing to print */
  private async layOut(
    actor: Actor,
    communityId: string,
    batchId: string,
    { after = 0, language }: SheetQuery,
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  ): Promise<LaidOut | undefined> {
    const frame = { language: languageOf(request), here: request.url };
    const laid = await this.layout.layOut(actor, communityId, batchId, {
      after,
      limit: shownMost,
      language,
    });
    if (laid === undefined) sendPage(reply, <NotFoundPage {...frame} />, 404);
    else if (laid.kind === 'refused') {
      const status = laid.code === 'sheet_gone' ? 410 : 422;
      sendPage(reply, <RefusedPage {...frame} code={laid.code} />, status);
    } else return laid;
    return undefined;
  }

  /** Page after page of paper, so that others have their turn in between. */
  private print(laid: LaidOut, leaf: Leaf, request: FastifyRequest, reply: FastifyReply): void {
    const [path, asked = ''] = request.url.split('?') as [string, string?];
    const again = (name: string, value: string): string => {
      const query = new URLSearchParams(asked);
      query.set(name, value);
      return `${path}?${query.toString()}`;
    };
    const next = laid.more ? again('after', String(laid.last)) : null;
    const beside = (language: string): string => again('language', language);
    const parts = Readable.from(sheetHtml({ ...laid, leaf, next, beside, back: backOf(laid), alone: false }));
    void reply.status(200).header('content-type', 'text/html; charset=utf-8').send(parts);
  }
}

/** What an issue pays for is looked after by the town's own programs; what an account pays for has a page. */
function backOf({ batch }: LaidOut): string {
  const { communityId, sourceId, id, issueId } = batch;
  return issueId === null ? `/c/${communityId}/batches/${sourceId}/${id}` : '/';
}
