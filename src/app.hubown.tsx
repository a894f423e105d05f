import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SecretForm, secretIn, tappedIn, wayOf } from './access/secret-form.js';
import { EndedCardPage, LockedCardPage } from './access/views/card.js';
import { FormInput, TextField } from './api/fields.js';
import { withFace } from './app.besides.js';
import { Ready } from './app.hubbed.js';
import { HubHome } from './app.hubhome.js';
import { Hubs, mePath, type AtHub, type Knocking } from './app.hubs.js';
import { OwnCodePage } from './app.opened.js';
import { SlipPage } from './app.slip.js';
import { OwnThings } from './app.things.js';
import { YearPage } from './app.year.js';
import { words } from './languages/languages.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class OpenForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which the secret was given: a page of somebody before opens nothing for who is here now. */
  @TextField({ max: 40 })
  visit!: string;
}

interface Opened {
  readonly here: AtHub;
  readonly member: Actor;
}

/**
 * What is the member's own at a kiosk: what they have, their code, a slip of paper, their year. The secret opens all of
 * it for as long as the visit lives; the card alone does where they chose none.
 */
@Public()
@ApiExcludeController()
@Controller('hub/me')
export class HubOwnPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly home: HubHome,
    private readonly things: OwnThings,
  ) {}

  @Get()
  async first(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const here = await this.hubs.at({ request, reply });
    if (here !== undefined) await this.home.show(reply, here);
  }

  /** One drawing after the other, or digits. */
  @Post('open')
  async open(
    @Body() form: OpenForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const knocking = { request, reply };
    const here = await this.hubs.at(knocking, { token: form._csrf });
    if (here === undefined) return;
    if (form.visit !== here.visitId) return void reply.redirect(mePath, 303);
    const secret = secretIn(form);
    if (secret === undefined) return this.home.show(reply, here, { tapped: tappedIn(form) });
    const code = await this.hubs.unlock(knocking, here, secret);
    if (code === null) return void reply.redirect(mePath, 303);
    if (code === 'secret_wrong') return this.home.show(reply, here, { wrong: wayOf(form) });
    this.refuse(reply, here, code);
  }

  @Get('code')
  async code(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.opened({ request, reply });
    if (opened === undefined) return;
    const { here, member } = opened;
    const { language } = here.page.frame;
    const code = await this.things.code(member);
    if (code === undefined) return this.refuse(reply, here, 'no_such_account');
    const title = words(language).t('hub.title');
    sendPage(
      reply,
      <OwnCodePage {...here.page} {...code} home={mePath} title={title}>
        <Ready language={language} />
      </OwnCodePage>,
    );
  }

  @Get('slip')
  async slip(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.opened({ request, reply });
    if (opened === undefined) return;
    const { page } = opened.here;
    const slip = await this.things.slip(opened.member);
    sendPage(
      reply,
      <SlipPage {...page} {...slip} home={mePath}>
        <Ready language={page.frame.language} />
      </SlipPage>,
    );
  }

  @Get('year')
  async year(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.opened({ request, reply });
    if (opened === undefined) return;
    const { page, timeZone } = opened.here;
    const hours = await this.things.year(opened.member, timeZone);
    sendPage(
      reply,
      <YearPage frame={withFace(page)} hours={hours} back={mePath}>
        <Ready language={page.frame.language} />
      </YearPage>,
    );
  }

  /** Undefined after the way back to the page that asks for the secret. */
  private async opened(knocking: Knocking): Promise<Opened | undefined> {
    const here = await this.hubs.at(knocking);
    if (here === undefined) return undefined;
    const member = await this.hubs.opened(here);
    if (member !== undefined) return { here, member };
    void knocking.reply.redirect(mePath, 303);
    return undefined;
  }

  private refuse(reply: FastifyReply, { page: { frame } }: AtHub, code: string): void {
    const { language } = frame;
    if (code === 'locked') return sendPage(reply, <LockedCardPage language={language} />, 403);
    if (code === 'card_blocked') return sendPage(reply, <EndedCardPage language={language} />, 410);
    const ways = [{ icon: 'back', label: words(language).t('buttons.back'), href: mePath }] as const;
    sendPage(reply, <RefusedPage {...frame} {...{ code, ways }} isLook />, 422);
  }
}
