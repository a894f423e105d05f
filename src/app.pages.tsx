import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { KnownRequest } from './access/access.guard.js';
import { isProblemCode, ProblemError, statusOf, type Problem } from './api/problem.js';
import { titleOf } from './api/problem.answer.js';
import { registerStyle } from './app.style.js';
import { isWordKey, words, type AnyLanguage } from './languages/languages.js';
import { registerAssets } from './web/assets.js';
import {
  ExpiredLinkPage,
  NotAllowedPage,
  NotFoundPage,
  RefusedPage,
  ServerErrorPage,
  TooManyTriesPage,
} from './web/errors.js';
import { registerInstall } from './web/install.js';
import { languageOf, registerLanguageChoice, type LanguageOffers } from './web/language-choice.js';
import { registerDrawings, type OwnDrawings } from './web/drawings.js';
import { Page, renderPage } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { registerSounds, type RecordedClips } from './web/sounds.js';

/** What all pages need: our own files, the sounds, the drawings, the choice of a language, and what our problems are called. */
export function registerPages(
  instance: FastifyInstance,
  offers?: () => Promise<LanguageOffers>,
  recorded?: () => Promise<RecordedClips>,
  drawn?: () => Promise<OwnDrawings>,
): void {
  registerAssets(instance);
  registerInstall(instance);
  registerStyle(instance);
  registerSounds(instance, recorded);
  if (drawn !== undefined) registerDrawings(instance, drawn);
  registerLanguageChoice(instance, offers);
  instance.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const { code } = request.params;
    if (!isProblemCode(code) && !isWordKey(`refusals.${code}`)) throw new ProblemError('not_found');
    const page = <ProblemPage language={languageOf(request)} code={code} />;
    return reply.header('content-type', 'text/html; charset=utf-8').send(renderPage(page));
  });
}

/** Where the `type` of a problem leads (RFC 9457, 3.1.1): what it means, in words. */
function ProblemPage({ language, code }: { readonly language: AnyLanguage; readonly code: string }): VNode {
  const said = words(language);
  const title = titleOf(code, said);
  return (
    <Page language={language} title={title} here={`/problems/${code}`}>
      <Card>
        <Lead icon="look" title={title}>
          <p>{said.t('problem_page.sentence')}</p>
          <p>{said.t('problem_page.code', { code, status: statusOf(code) })}</p>
        </Lead>
      </Card>
    </Page>
  );
}

/** The kind page for a problem on the way to a page. It shows nothing that the problem does not say. */
export function errorPage(problem: Problem, request: FastifyRequest): string {
  return renderPage(choose(problem, request));
}

function choose(problem: Problem, request: FastifyRequest): VNode {
  const { actor, finish } = request as KnownRequest;
  const frame = { language: languageOf(request), hide: actor !== undefined, finish: finish?.() };
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
