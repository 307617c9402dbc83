import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { AppError, errorRule, problemOf } from '@genmaele/contracts';
import { type ActingRequest } from '@genmaele/access';
import { NotADateError } from '@genmaele/calendar';
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
  if (codeOf(error) === 'LIMIT_FILE_SIZE') return new AppError('request.too-large');
  if (error instanceof HttpException) return fromNest(error);
  if (hasType(error, 'entity.too.large')) return new AppError('request.too-large');
  if (unstorable.has(codeOf(error))) return new AppError('request.invalid', { problem: 'teksten har et tegn, der ikke kan gemmes' });
  if (error instanceof NotADateError) return new AppError('request.invalid', { problem: 'en dag ligger uden for kalenderen' });
  return new AppError('request.failed', { requestId: request.id ?? '' });
}

/** PostgreSQL's codes for a text with NUL, or with half a surrogate pair. */
const unstorable = new Set<unknown>(['22021', '22P05']);

function fromNest(error: HttpException): AppError {
  const status = error.getStatus();
  if (status === 401) return new AppError('sign-in.refused');
  if (status === 413) return new AppError('request.too-large');
  if (status === 404) return new AppError('request.not-found');
  if (status < 500) return new AppError('request.invalid', { problem: problemIn(error) });
  return new AppError('request.failed', { requestId: '' });
}

/** What the parsers of bodies, forms and addresses say, in our words. Theirs can quote what a person wrote, so they are never passed on. */
// prettier-ignore
const parserProblems: readonly (readonly [says: RegExp, danish: string])[] = [
  [/^Unexpected file field/,                                          'der er for mange filer i et felt, eller feltet findes ikke'],
  [/too long|too large|too deep|Too many/,                            'et felt er for langt, eller der er for mange'],
  [/boundary|end of (form|file)|Malformed part|Unsupported content/i, 'formularen er brudt af eller forkert pakket'],
  [/JSON/,                                                            'indholdet er ikke gyldig JSON'],
  [/decode|URI/,                                                      'adressen kan ikke læses'],
];

function problemIn({ message }: HttpException): string {
  return parserProblems.find(([says]) => says.test(message))?.[1] ?? 'den har en forkert form';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? (error as { code?: unknown }).code : undefined;
}

function hasType(error: unknown, type: string): boolean {
  return error instanceof Error && (error as { type?: unknown }).type === type;
}
