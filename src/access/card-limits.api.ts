import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import {
  BalanceField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { textKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import { communityKind } from './access.input.js';
import type { Actor } from './actor.js';
import type { CardLimits } from './card.js';
import { CardLimitsService, type CardLimitsVersion } from './card-limits.service.js';

const currencyKind = textKind({ max: 8 });

class CardLimitsInput {
  @BalanceField({ about: 'What a card pays at once without its secret, smallest units; 0 for nothing.' })
  perPayment!: bigint;

  @BalanceField({ about: 'And in a day.' })
  perDay!: bigint;
}

class CardLimitsNowView extends CardLimitsInput {
  static of({ perPayment, perDay }: CardLimits): CardLimitsNowView {
    return { perPayment, perDay };
  }
}

class CardLimitsVersionView extends CardLimitsInput {
  @WholeField({ min: 1 })
  version!: number;

  @IdField()
  setBy!: string;

  @InstantField()
  setAt!: string;

  static of({ version, perPayment, perDay, setBy, setAt }: CardLimitsVersion): CardLimitsVersionView {
    return { perPayment, perDay, version, setBy, setAt: new Date(setAt).toISOString() };
  }
}

class CardLimitsView {
  @TextField({ max: 8 })
  currency!: string;

  @NestedField(() => CardLimitsNowView)
  now!: CardLimitsNowView;

  @ListField(() => CardLimitsVersionView, { max: 50, about: 'Newest first.' })
  versions!: CardLimitsVersionView[];
}

/** How much of a currency a card pays without its secret. */
@Controller('api/v1/communities/:community/currencies/:currency/card-limits')
export class CardLimitsApi {
  constructor(private readonly limits: CardLimitsService) {}

  @Get()
  @ApiOkResponse({ type: CardLimitsView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('currency', as(currencyKind)) currency: string,
  ): Promise<CardLimitsView> {
    const shown = await this.limits.show(actor, communityId, currency);
    if (shown === undefined) throw new ProblemError('not_found');
    const versions = shown.versions.map(CardLimitsVersionView.of);
    return { currency, now: CardLimitsNowView.of(shown.now), versions };
  }

  @Put()
  @ApiOkResponse({ type: CardLimitsVersionView })
  async set(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('currency', as(currencyKind)) currency: string,
    @Body() { perPayment, perDay }: CardLimitsInput,
  ): Promise<CardLimitsVersionView> {
    const answer = await this.limits.set(actor, communityId, currency, { perPayment, perDay });
    return CardLimitsVersionView.of(answerOrThrow(answer).limits);
  }
}
