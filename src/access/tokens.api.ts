import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import { NewTokenView, TokenInput, TokenPage, TokenView } from './access.input.js';
import type { Actor } from './actor.js';
import type { Owner } from './credential.js';
import { TokensService } from './tokens.service.js';

/** One's own API tokens, for those signed in by a session: a token makes no tokens. */
@Controller('api/v1/me/tokens')
export class TokensApi {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @ApiOkResponse({ type: TokenPage })
  async list(@CurrentActor() actor: Actor): Promise<TokenPage> {
    const tokens = await this.tokens.list(actor, ownerIn(actor));
    return { items: tokens.map(TokenView.of), next: null };
  }

  @Post()
  @ApiCreatedResponse({ type: NewTokenView })
  async make(@CurrentActor() actor: Actor, @Body() input: TokenInput): Promise<NewTokenView> {
    const { scopes, expiresAt, label } = input;
    const answer = await this.tokens.make(actor, { owner: ownerIn(actor), scopes, expiresAt, label });
    const { token, made } = answerOrThrow(answer);
    return { token, made: TokenView.of(made) };
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(@CurrentActor() actor: Actor, @Param('tokenId', as(idKind)) tokenId: string): Promise<void> {
    answerOrThrow(await this.tokens.revoke(actor, tokenId));
  }
}

function ownerIn({ id, communityId }: Actor): Owner {
  return communityId === null ? { kind: 'operator', id, communityId } : { kind: 'person', id, communityId };
}
