import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CodeField, FlagField, IdField, InstantField, ListField, WholeField } from '../api/fields.js';
import { CurrentActor } from './access.guard.js';
import type { Actor } from './actor.js';
import { OwnSessions, type OwnSession } from './own-sessions.service.js';

class OwnSessionView {
  @IdField()
  id!: string;

  @CodeField(['link', 'card', 'passphrase'], { name: 'SessionWay' })
  way!: string;

  @InstantField()
  openedAt!: string;

  @InstantField({ about: 'When it was last used, to a few minutes.' })
  seenAt!: string;

  @FlagField({ about: 'The one in which this is asked.' })
  current!: boolean;

  static of({ id, way, openedAt, seenAt, isThis }: OwnSession): OwnSessionView {
    const at = (instant: number): string => new Date(instant).toISOString();
    return { id, way, openedAt: at(openedAt), seenAt: at(seenAt), current: isThis };
  }
}

class OwnSessionList {
  @ListField(() => OwnSessionView, { max: 100 })
  items!: OwnSessionView[];
}

class EndedView {
  @WholeField({ about: 'How many sessions ended.' })
  ended!: number;
}

/** Where one is signed in. For sessions only: a program has none. */
@Controller('api/v1/me/sessions')
export class OwnSessionsApi {
  constructor(private readonly sessions: OwnSessions) {}

  @Get()
  @ApiOkResponse({ type: OwnSessionList })
  async list(@CurrentActor() actor: Actor): Promise<OwnSessionList> {
    return { items: (await this.sessions.list(actor)).map(OwnSessionView.of) };
  }

  /** Ends all others. A session by card ends only those by card. */
  @Post('end-others')
  @HttpCode(200)
  @ApiOkResponse({ type: EndedView })
  async endOthers(@CurrentActor() actor: Actor): Promise<EndedView> {
    return { ended: await this.sessions.endOthers(actor) };
  }
}
