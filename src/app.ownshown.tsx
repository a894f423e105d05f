import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { FormInput, TextField } from './api/fields.js';
import { withFace } from './app.besides.js';
import { PrivacyPage } from './app.mine.js';
import { flowHere, OwnCodePage } from './app.opened.js';
import { OpenPlaces, ownAddresses } from './app.openplaces.js';
import { OwnCardPage } from './app.owncard.js';
import { Privacy } from './app.privacy.js';
import { SlipPage } from './app.slip.js';
import { OwnThings } from './app.things.js';
import { YearPage } from './app.year.js';
import { words } from './languages/languages.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class ElsewhereForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 40 })
  visit!: string;
}

/** What is a member's own on a screen that is not theirs: their code, a slip of paper, their year, and their card. */
@Public()
@ApiExcludeController()
@Controller(ownAddresses())
export class OwnShownPages {
  constructor(
    private readonly places: OpenPlaces,
    private readonly things: OwnThings,
    private readonly known: Privacy,
  ) {}

  @Get('code')
  async code(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open === undefined) return;
    const { member, page } = open;
    const code = await this.things.code(member);
    if (code === undefined)
      return sendCardRefused(reply, page.frame, 'no_such_account', { back: page.home, isLook: true });
    sendPage(reply, <OwnCodePage {...page} {...code} />);
  }

  @Get('slip')
  async slip(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open !== undefined)
      sendPage(reply, <SlipPage {...open.page} {...await this.things.slip(open.member)} />);
  }

  @Get('year')
  async year(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open === undefined) return;
    const { member, page, timeZone } = open;
    const hours = await this.things.year(member, timeZone);
    sendPage(
      reply,
      <YearPage frame={withFace(page)} hours={hours} back={page.home}>
        {page.end}
      </YearPage>,
    );
  }

  /** What is done less often. */
  @Get('card')
  async card(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.at({ request, reply });
    if (open === undefined) return;
    const last = await this.things.lastGiven(open.member);
    const isSaid = last?.objection != null;
    sendPage(reply, <OwnCardPage {...open.page} mayBeWrong={last?.wrong === true || isSaid} />);
  }

  /** What we know of them. Whoever only found their card learns nothing of it. */
  @Get('privacy')
  async privacy(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.withSecret({ request, reply });
    if (open === undefined) return;
    const { member, page, timeZone, isKiosk } = open;
    const { frame, csrf, home, end } = page;
    const { language } = frame;
    const known = await this.known.of(member, language, timeZone);
    const note = isKiosk ? undefined : words(language).t('visits.helper_sees');
    const place = { ...flowHere(page, 'privacy'), path: home };
    sendPage(
      reply,
      <PrivacyPage {...{ frame, csrf, timeZone, note, ...place, ...known }}>{end}</PrivacyPage>,
    );
  }

  @Post('elsewhere')
  async endOthers(
    @Body() form: ElsewhereForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.places.withSecret({ request, reply }, form);
    if (open === undefined) return;
    await this.known.endOthers(open.member);
    void reply.redirect(`${open.page.home}/privacy`, 303);
  }
}
