import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Problem } from './api/problem.js';
import { registerAssets } from './web/assets.js';
import {
  ExpiredLinkPage,
  NotAllowedPage,
  NotFoundPage,
  RefusedPage,
  ServerErrorPage,
  TooManyTriesPage,
} from './web/errors.js';
import { languageOf, registerLanguageChoice } from './web/language-choice.js';
import { renderPage } from './web/page.js';

/** What all pages need: our own files, and the choice of a language. */
export function registerPages(instance: FastifyInstance): void {
  registerAssets(instance);
  registerLanguageChoice(instance);
}

/** The kind page for a problem on the way to a page. It shows nothing that the problem does not say. */
export function errorPage(problem: Problem, request: FastifyRequest): string {
  return renderPage(choose(problem, request));
}

function choose(problem: Problem, request: FastifyRequest): VNode {
  const frame = { language: languageOf(request) };
  const { status, code } = problem;
  if (status >= 500) return <ServerErrorPage {...frame} mark={request.id} />;
  if (status === 401 || status === 403) return <NotAllowedPage {...frame} />;
  if (status === 404 || status === 405) return <NotFoundPage {...frame} />;
  if (status === 410) return <ExpiredLinkPage {...frame} />;
  if (status === 429) return <TooManyTriesPage {...frame} minutes={minutesOf(problem)} />;
  return <RefusedPage {...frame} code={code} />;
}

function minutesOf({ retryAfter }: Problem): number {
  return Math.max(1, Math.ceil((retryAfter ?? 60) / 60));
}
