import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { withOwnDigits } from './amounts.js';
import { wantsOwnDigits } from './language-choice.js';
import { renderPage } from './page.js';

/** Answers with a page, which shows figures as this device was told to. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): void {
  const shown = wantsOwnDigits(reply.request) ? withOwnDigits(page) : page;
  void reply.status(status).header('content-type', 'text/html; charset=utf-8').send(renderPage(shown));
}

/** Says that this page may listen through the microphone, as no other page of ours may. */
export function letListen(reply: FastifyReply): void {
  void reply.header('permissions-policy', 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()');
}
