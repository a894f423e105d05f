import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { answerProblem, type Answering } from './problem.answer.js';
import { ProblemError } from './problem.js';
import type { Metrics } from './metrics.js';
import type { Routes } from './routes.js';
import { problemOf } from './trouble.js';

/** The last stop of everything thrown while answering. What is our fault is logged, and never shown. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly answering: () => Answering,
    private readonly routes: Routes,
    private readonly log: Logger,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.otherMethods(error, request) ?? problemOf(error);
    if (problem.status >= 500) this.report(problem, request);
    else if (problem.status === 422) this.metrics.count('refusals', { code: problem.code });
    if (reply.sent || reply.raw.headersSent) return;
    answerProblem(problem, request, reply, this.answering());
  }

  /** An address that exists, asked with a method that does not. */
  private otherMethods(error: unknown, request: FastifyRequest): ProblemError | undefined {
    if (!request.is404 || !(error instanceof HttpException)) return undefined;
    const allow = this.routes.methodsOf(request.url);
    return allow.length > 0 ? new ProblemError('method_not_allowed', { allow }) : undefined;
  }

  private report(problem: ProblemError, request: FastifyRequest): void {
    const cause = problem.cause instanceof Error ? problem.cause : problem;
    const { name, message, stack } = cause;
    const route = request.routeOptions.url ?? null;
    this.log.error(
      { request: request.id, route, code: problem.code, error: { name, message, stack } },
      'trouble',
    );
  }
}
