import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderPage } from './page.js';

/** Answers with a page. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): void {
  void reply.status(status).header('content-type', 'text/html; charset=utf-8').send(renderPage(page));
}
