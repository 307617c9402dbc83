import { randomUUID } from 'node:crypto';
import { AppError } from '@genmaele/contracts';
import { type ActingRequest, countRequest } from '@genmaele/access';
import { type Clock, type Log } from '@genmaele/platform';
import { type NextFunction, type Response } from 'express';
import helmet from 'helmet';
import { type DataSource } from 'typeorm';

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Gives each request a number, which its errors and log lines carry, and logs how it ended. */
export function numberRequests(log: Log) {
  return (request: ActingRequest, response: Response, next: NextFunction): void => {
    request.id = randomUUID();
    response.setHeader('X-Request-Id', request.id);
    const started = performance.now();
    response.once('finish', () => {
      const { method, id, actor } = request;
      const route = (request.route as { path?: string } | undefined)?.path;
      log.debug('request', {
        method,
        route,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        requestId: id,
        personId: actor?.id,
      });
    });
    next();
  };
}

/** The identity provider's own page posts its answer here; it is held to the request that this browser made. */
const samlAnswer = '/saml/svar';

/**
 * A changing request that a browser makes from another site is refused; programs send neither header. A browser told to keep its origin to itself
 * writes `null`, and is then believed by what it says of the site alone, which no page can set.
 */
export function refuseForeignOrigin(request: ActingRequest, _response: Response, next: NextFunction): void {
  if (!changing.has(request.method) || request.path === samlAnswer) return next();
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const withheld = origin === 'null' && site === 'same-origin';
  const foreignOrigin = origin !== undefined && !withheld && !sameHost(origin, request.headers.host);
  next(foreignSite || foreignOrigin ? new AppError('request.foreign-origin') : undefined);
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Counts changing requests under the person whose session it is, or the address where nobody is signed in. Errors: `request.too-many`. */
export function limitRequests(database: DataSource, clock: Clock, most: number) {
  return (request: ActingRequest, _response: Response, next: NextFunction): void => {
    if (!changing.has(request.method)) return next();
    const { id } = (request.user ?? {}) as { id?: string };
    const who = id ? `person ${id}` : `address ${request.ip ?? ''}`;
    countRequest(database, who, most, clock.now()).then(() => next(), next);
  };
}

/** The page that documents the api is not ours: it styles itself inline. It may do that, and nothing else that our pages may not. */
export function allowInlineStyle(_request: ActingRequest, response: Response, next: NextFunction): void {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"));
  next();
}

/** Security headers. Pages have no inline script or style, and nothing of a draft is kept by a browser or a proxy. */
export function secureHeaders(https: boolean) {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    // With `no-referrer` browsers send the origin `null` with every form, and nobody could tell our own from another's.
    referrerPolicy: { policy: 'same-origin' },
  });
  return (request: ActingRequest, response: Response, next: NextFunction): void => {
    response.setHeader('Cache-Control', 'no-store');
    headers(request, response, next);
  };
}
