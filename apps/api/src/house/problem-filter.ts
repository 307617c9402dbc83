import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { AppError, errorRule, problemOf } from '@genmaele/contracts';
import { type ActingRequest } from '@genmaele/access';
import { describeError, type Log, LOG } from '@genmaele/platform';
import { type Response } from 'express';
import { errorPage } from '../pages/page-views.js';

/** Every error as `application/problem+json`, or as a page for a browser that asked for one: what, why and what to do; never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ActingRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const known = asAppError(error, request);
    const problem = problemOf(known);
    const fields = { code: known.code, status: problem.status, route: request.route?.path as string | undefined, method: request.method };
    const cause = known.code === 'request.failed' ? describeError(error) : {};
    this.log[errorRule(known.code).level]('request.refused', { ...cause, ...fields, requestId: request.id, personId: request.actor?.id });
    if (response.headersSent) return void response.end();
    response.status(problem.status);
    if (wantsPage(request)) return void response.type('html').send(errorPage(problem, request.actor));
    response.type('application/problem+json').send(JSON.stringify({ ...problem, instance: request.id }));
  }
}

/** A browser's own navigation asks for a page; programs and scripts get the problem as data. */
function wantsPage(request: ActingRequest): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

function asAppError(error: unknown, request: ActingRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasCode(error, 'LIMIT_FILE_SIZE')) return new AppError('request.too-large', { limit: '50 MB' });
  if (error instanceof HttpException) return fromNest(error);
  if (hasType(error, 'entity.too.large')) return new AppError('request.too-large', { limit: '2 MB' });
  if (hasType(error, 'entity.parse.failed')) return new AppError('request.invalid', { problem: 'indholdet er ikke gyldig JSON' });
  return new AppError('request.failed', { requestId: request.id ?? '' });
}

function fromNest(error: HttpException): AppError {
  const status = error.getStatus();
  if (status === 401) return new AppError('sign-in.refused');
  if (status === 413) return new AppError('request.too-large', { limit: '50 MB' });
  if (status === 404) return new AppError('request.not-found');
  if (status < 500) return new AppError('request.invalid', { problem: messageOf(error) });
  return new AppError('request.failed', { requestId: '' });
}

function messageOf(error: HttpException): string {
  const body = error.getResponse();
  const message: unknown = typeof body === 'object' ? (body as { message?: unknown }).message : body;
  return (Array.isArray(message) ? message.join('; ') : String(message)).slice(0, 300);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}

function hasType(error: unknown, type: string): boolean {
  return error instanceof Error && (error as { type?: unknown }).type === type;
}
