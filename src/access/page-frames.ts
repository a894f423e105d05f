import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { languageOf } from '../web/language-choice.js';
import type { Finish, PageProps } from '../web/page.js';
import type { Leaving } from '../web/still.js';
import type { Actor } from './actor.js';
import { SessionsService } from './sessions.service.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

/** What every page begins with, and the token that its forms carry; empty where no form of ours can be sent. */
export type PageFrame = Pick<PageProps, 'language' | 'here' | 'finish'> & { readonly csrf: string };

/** The frame of a page for whoever looks at it. */
@Injectable()
export class PageFrames {
  constructor(
    private readonly sessions: SessionsService,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /** @param place where one comes back to after choosing another language, when it is not the page itself */
  of(actor: Actor | undefined, request: FastifyRequest, place?: string): PageFrame {
    const language = languageOf(request);
    // What answers a form has no address to come back to.
    const here = place ?? (request.method === 'GET' ? request.url : undefined);
    const finish = this.finish(actor);
    return finish === undefined
      ? { language, here, csrf: '' }
      : { language, here, csrf: finish.csrf, finish };
  }

  /** How whoever looks goes out; undefined where nobody is signed in. */
  finish(actor: Actor | undefined): Finish | undefined {
    if (actor === undefined || actor.kind === 'token' || actor.kind === 'system') return undefined;
    const leaving = this.leaving(actor, 'ask');
    return { action: '/finish', csrf: this.sessions.csrfToken(actor.via), ...(leaving && { leaving }) };
  }

  /** The same just after an exchange: whoever is done walks away sooner (U06). */
  finishSoon(actor: Actor | undefined): Finish | undefined {
    const finish = this.finish(actor);
    if (actor === undefined || finish?.leaving === undefined) return finish;
    return { ...finish, leaving: this.leaving(actor, 'askAfterExchange') };
  }

  /** On one's own device nobody is sent away by a timer (S32). */
  private leaving(actor: Actor, when: 'ask' | 'askAfterExchange'): Leaving | undefined {
    if (actor.ownDevice === true) return undefined;
    const { member, work } = this.settings.leaving;
    const span = actor.strong === true || actor.kind === 'operator' ? work : member;
    const to = `/finish/${this.sessions.leavingToken(actor.via)}`;
    const { withoutScripts } = span;
    return { to, ask: span[when], withoutScripts, question: `${to}/still`, stay: '/still' };
  }
}
