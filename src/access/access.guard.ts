import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../database/clock.js';
import type { Actor } from './actor.js';
import { ActorsService } from './actors.service.js';
import { DoorService, isForPrograms } from './door.service.js';
import type { Finish } from '../web/page.js';
import { NotSignedIn } from './errors.js';
import { PageFrames } from './page-frames.js';

const openToAll = 'access:public';

/** On a route or controller that anybody may ask. Who asks is still known when they are signed in. */
export const Public = (): CustomDecorator => SetMetadata(openToAll, true);

/** The frame's own addresses, for whatever watches the server: they judge for themselves and are never too many. */
const frame = new Set(['/healthz', '/readyz', '/metrics']);

export type KnownRequest = FastifyRequest & {
  actor?: Actor;
  /** How whoever asks goes out, for the pages that are made when nothing else is known. */
  finish?: () => Finish | undefined;
};

/** Who asks: `pay(@CurrentActor() actor: Actor)`. On a public route it may be undefined. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | undefined => {
    return context.switchToHttp().getRequest<KnownRequest>().actor;
  },
);

/** The door of every route. It is closed unless the route says `@Public()`. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly actors: ActorsService,
    private readonly door: DoorService,
    private readonly clock: Clock,
    private readonly frames: PageFrames,
  ) {}

  /**
   * @throws NotSignedIn on a closed route without an actor; a page has then been sent to the start
   * @throws TooManyTries, NotFromOurPages
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<KnownRequest>();
    if (frame.has(request.routeOptions.url ?? '')) return true;
    const isOpen = this.reflector.getAllAndOverride<boolean>(openToAll, [
      context.getHandler(),
      context.getClass(),
    ]);
    const now = this.clock.now();
    const actor = await this.actors.actorOf(this.door.credentialsOf(request), now);
    this.door.mustNotHurry(request, actor, now);
    if (actor === undefined && isOpen !== true) throw this.turnAway(request, context);
    this.door.mustBeMeant(request, actor);
    request.actor = actor;
    request.finish = () => this.frames.finish(actor);
    return true;
  }

  private turnAway(request: FastifyRequest, context: ExecutionContext): NotSignedIn {
    if (!isForPrograms(request.url)) {
      const reply = context.switchToHttp().getResponse<FastifyReply>();
      void reply.header('cache-control', 'no-store').redirect('/', 303);
    }
    return new NotSignedIn();
  }
}
