import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { SecretForm, secretIn, tappedIn, wayOf } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { FormInput, TextField } from './api/fields.js';
import { HubHome } from './app.hubhome.js';
import { Hubs, mePath } from './app.hubs.js';

@FormInput()
class OpenForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  /** The visit for which the secret was given: a page of somebody before opens nothing for who is here now. */
  @TextField({ max: 40 })
  visit!: string;
}

/**
 * The way into what is the member's own at a kiosk. The secret opens it for as long as the visit lives; the card alone
 * does where they chose none.
 */
@Public()
@ApiExcludeController()
@Controller('hub/me')
export class HubOwnPages {
  constructor(
    private readonly hubs: Hubs,
    private readonly home: HubHome,
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
    sendCardRefused(reply, here.page.frame, code, { back: mePath, isLook: true });
  }
}
