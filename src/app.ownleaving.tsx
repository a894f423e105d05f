import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './access/access.guard.js';
import { NotFromOurPages } from './access/errors.js';
import { SecretForm, secretIn, tappedIn, wayOf } from './access/secret-form.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { FormInput, TextField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { CardHolders } from './app.holders.js';
import { hubLeaving, hubPath } from './app.hubs.js';
import { Leavers, type Leaver } from './app.leavers.js';
import { LeavePage, LeaveSecretPage, LeftPage, OwesPage } from './app.left.js';
import { flowHere, type Knock } from './app.opened.js';
import { OpenPlaces, ownAddresses, type OpenHere } from './app.openplaces.js';
import type { Face } from './communities/faces.js';
import type { WordKey } from './languages/languages.js';
import { ForgettingService } from './members/forgetting.service.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class LeaveForm extends SecretForm {
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @TextField({ max: 40 })
  visit!: string;

  @TextField({ max: 2000 })
  who!: string;
}

/**
 * Stopping and being forgotten on a screen that is not the member's own (S23, U69): as on their own, but that their
 * secret is the yes. A card without one may have been found, so it cannot stop anybody.
 */
@Public()
@ApiExcludeController()
@Controller(ownAddresses('stop'))
export class OwnLeavingPages {
  constructor(
    private readonly places: OpenPlaces,
    private readonly forgetting: ForgettingService,
    private readonly holders: CardHolders,
    private readonly leavers: Leavers,
  ) {}

  @Get()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.withSecret({ request, reply });
    if (open !== undefined) await this.show(open);
  }

  @Get('pot')
  async toPot(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.places.withSecret({ request, reply });
    if (open !== undefined) this.askSure(open, null);
  }

  /** The card of who gets the rest was scanned; nothing is changed yet. It is never who helps. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async toSomebody(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { texts, fields } = await readScan(request);
    const open = await this.places.withSecret({ request, reply }, fields);
    if (open === undefined) return;
    const face = await this.holders.scanned(open.member, open.communityId, texts);
    if (typeof face === 'string') return this.show(open, face);
    if (face.partyId === open.helper.id) return this.show(open, 'refusals.another_helper_needed');
    this.askSure(open, face);
  }

  /**
   * The proof is the answer itself: after it nothing is open any more. A second tap gets the same proof, and leaves
   * alone whoever is there by then.
   */
  @Post('yes')
  async leave(
    @Body() form: LeaveForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const leaver = this.leavers.open(form.who);
    const { communityId, personId, visit } = leaver;
    if (visit === undefined) throw new NotFromOurPages();
    const again = await this.forgetting.forgottenAt(communityId, personId);
    const isKiosk = request.url.startsWith(hubPath);
    if (again !== null) return this.prove(reply, leaver, again, isKiosk);
    const open = await this.places.withSecret({ request, reply }, form);
    if (open === undefined) return;
    if (visit.id !== open.visitId || personId !== open.member.id) throw new NotFromOurPages();
    if (!(await this.isGone(open, form, visit.to))) return;
    await this.places.end(open);
    void reply.header('clear-site-data', '"cache"');
    const at = await this.forgetting.forgottenAt(communityId, personId);
    this.prove(reply, leaver, at!, isKiosk);
  }

  /** @returns false after the page that asks for the secret, or says why not */
  private async isGone(open: OpenHere, form: LeaveForm, to: string | null): Promise<boolean> {
    const { reply, communityId, page } = open;
    const secret = secretIn(form);
    const face = to === null ? null : ((await this.holders.of(communityId, to)) ?? null);
    const sure = (knock: Knock): false => {
      this.askSure(open, face, knock);
      return false;
    };
    if (secret === undefined) return sure({ tapped: tappedIn(form), wrong: null });
    const member = await this.places.proved(open, secret);
    if ('code' in member && member.code === 'secret_wrong') return sure({ tapped: [], wrong: wayOf(form) });
    const wish = { to: to === null ? ('pot' as const) : { partyId: to }, potTakesOver: false };
    const answer =
      'code' in member ? member : await this.forgetting.erase(member, communityId, member.id, wish);
    if (answer.kind === 'erased') return true;
    if (answer.code === 'still_to_give') this.owes(open);
    else sendCardRefused(reply, page.frame, answer.code, { back: page.home });
    return false;
  }

  private async show(open: OpenHere, wrong?: WordKey): Promise<void> {
    const { reply, member, communityId, page } = open;
    if (await this.forgetting.owes(member, communityId)) return this.owes(open);
    const { frame, csrf } = page;
    const props = { frame, csrf, wrong, ...flowHere(page, 'stop') };
    sendPage(reply, <LeavePage {...props} />, wrong === undefined ? 200 : 422);
  }

  private owes({ reply, page }: OpenHere): void {
    sendPage(reply, <OwesPage frame={page.frame} {...flowHere(page, 'stop')} />);
  }

  private askSure(open: OpenHere, to: Face | null, knock: Knock = { tapped: [], wrong: null }): void {
    const { reply, communityId, visitId, member, timeZone, page } = open;
    const { frame, csrf } = page;
    const { language, community = '' } = frame;
    const visit = { id: visitId, to: to?.partyId ?? null };
    const who = this.leavers.seal({
      ...{ communityId, personId: member.id, visit, language, community, timeZone },
    });
    const props = { frame, csrf, to, who, ...flowHere(page, 'stop'), ...knock };
    sendPage(reply, <LeaveSecretPage {...props} />, knock.wrong === null ? 200 : 422);
  }

  private prove(reply: FastifyReply, leaver: Leaver, at: number, isKiosk: boolean): void {
    const { language, community, timeZone, visit } = leaver;
    const atKiosk = { next: hubPath, idle: hubLeaving, help: `${hubPath}/help` };
    const next = isKiosk ? atKiosk : { next: '/helping' };
    sendPage(
      reply,
      <LeftPage {...{ language, community, timeZone, at, ...next }} toPot={visit?.to === null} />,
    );
  }
}
