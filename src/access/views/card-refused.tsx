import type { FastifyReply } from 'fastify';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { RefusedPage, type KindPageProps } from '../../web/errors.js';
import { sendPage } from '../../web/page-answer.js';
import { EndedCardPage, LockedCardPage } from './card.js';

/** Answers for a card that does nothing any more, or not now. @returns whether it is such a card */
export function sendCardOver(reply: FastifyReply, language: AnyLanguage, code: string): boolean {
  if (code === 'locked') sendPage(reply, <LockedCardPage language={language} />, 403);
  else if (code === 'card_blocked') sendPage(reply, <EndedCardPage language={language} />, 410);
  else return false;
  return true;
}

/**
 * Answers why what was asked with a card cannot be.
 * @param back the one way on; the start when left out
 * @param isLook nothing was to be given, so it is not said that nothing was
 */
export function sendCardRefused(
  reply: FastifyReply,
  frame: KindPageProps,
  code: string,
  { back, isLook = false }: { readonly back?: string; readonly isLook?: boolean } = {},
): void {
  if (sendCardOver(reply, frame.language, code)) return;
  const label = words(frame.language).t('buttons.back');
  const ways = back === undefined ? undefined : ([{ icon: 'back', label, href: back }] as const);
  sendPage(reply, <RefusedPage {...frame} {...{ code, ways, isLook }} />, 422);
}
