import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { CommunitiesService } from './communities.service.js';
import { communityIdKind, currencyCodeKind } from './communities.input.js';
import {
  BoundsInput,
  changesFrom,
  CurrencyChange,
  CurrencyList,
  CurrencyView,
  NewCurrencyInput,
  PurseInput,
  PurseView,
} from './currencies.input.js';
import { CurrenciesService, type CurrencyChanges } from './currencies.service.js';
import { PursesService } from './purses.service.js';
import { recipeAt } from './recipes.js';

/** The currencies of a community, and the bounds of its accounts. */
@Controller('api/v1/communities/:community')
export class CurrenciesApi {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly purses: PursesService,
  ) {}

  @Get('currencies')
  @ApiOkResponse({ type: CurrencyList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<CurrencyList> {
    await this.mustSee(actor, communityId);
    return { items: (await this.currencies.all(communityId)).map(CurrencyView.of) };
  }

  @Get('currencies/:currency')
  @ApiOkResponse({ type: CurrencyView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) code: string,
  ): Promise<CurrencyView> {
    await this.mustSee(actor, communityId);
    const currency = await this.currencies.find(communityId, code);
    if (currency === undefined) throw new ProblemError('not_found');
    return CurrencyView.of(currency);
  }

  @Post('currencies')
  @ApiCreatedResponse({ type: CurrencyView })
  async open(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { code, recipe: name, scale = 2, ...rest }: NewCurrencyInput,
  ): Promise<CurrencyView> {
    const recipe = recipeAt(name, scale);
    if (recipe === undefined) throw new ProblemError('scale_not_possible');
    const wish = { ...recipe, ...readChanges(rest), code };
    return CurrencyView.of(answerOrThrow(await this.currencies.open(actor, communityId, wish)).currency);
  }

  @Patch('currencies/:currency')
  @ApiOkResponse({ type: CurrencyView })
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('currency', as(currencyCodeKind)) code: string,
    @Body() input: CurrencyChange,
  ): Promise<CurrencyView> {
    const answer = await this.currencies.change(actor, communityId, code, readChanges(input));
    return CurrencyView.of(answerOrThrow(answer).currency);
  }

  /** How low and how high one account may go. */
  @Put('accounts/:account/bounds')
  @HttpCode(204)
  @ApiNoContentResponse()
  async setBounds(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { floor, ceiling }: BoundsInput,
  ): Promise<void> {
    answerOrThrow(await this.currencies.setBounds(actor, communityId, accountId, { floor, ceiling }));
  }

  /** Opens the account of a party in a currency that came after it. */
  @Post('parties/:party/accounts')
  @ApiCreatedResponse({ type: PurseView })
  async openAccount(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Body() { currency }: PurseInput,
  ): Promise<PurseView> {
    const answer = await this.purses.openLater(actor, communityId, partyId, currency);
    return answerOrThrow(answer).purse;
  }

  private async mustSee(actor: Actor, communityId: string): Promise<void> {
    if ((await this.communities.find(actor, communityId)) === undefined) throw new ProblemError('not_found');
  }
}

function readChanges(input: CurrencyChange): CurrencyChanges {
  const changes = changesFrom(input);
  if (changes !== 'softWarning') return changes;
  throw new ProblemError('invalid_input', { errors: [{ pointer: '/softWarning', code: 'not_a_choice' }] });
}
