import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { languageOf } from '../web/language-choice.js';
import type { PageProps } from '../web/page.js';
import type { Actor } from './actor.js';
import { SessionsService } from './sessions.service.js';

/** What every page begins with, and the token that its forms carry; empty where no form of ours can be sent. */
export type PageFrame = Pick<PageProps, 'language' | 'here' | 'finish'> & { readonly csrf: string };

/** The frame of a page for whoever looks at it. */
@Injectable()
export class PageFrames {
  constructor(private readonly sessions: SessionsService) {}

  /** @param place where one comes back to after choosing another language, when it is not the page itself */
  of(actor: Actor | undefined, request: FastifyRequest, place?: string): PageFrame {
    const language = languageOf(request);
    // What answers a form has no address to come back to.
    const here = place ?? (request.method === 'GET' ? request.url : undefined);
    if (actor === undefined || actor.kind === 'token' || actor.kind === 'system')
      return { language, here, csrf: '' };
    const csrf = this.sessions.csrfToken(actor.via);
    return { language, here, csrf, finish: { action: '/finish', csrf } };
  }
}
