import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError, sha256 } from '@genmaele/contracts';
import { Clock } from '@genmaele/platform';
import { type Response } from 'express';
import { NEVER, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { type ActingRequest } from './guards.js';
import { beginKeyed, forgetKeyed, keepAnswer } from './kept-answers.js';
import { saidOf } from './seen-versions.js';

/** Where it is kept that a route needs a key. */
export const declaredKeyed = 'genmaele:keyed';

/** This route creates or sends, so it needs an `Idempotency-Key`, or the field `_idempotency-key` of a form. */
export const NeedsKey = () => SetMetadata(declaredKeyed, true);

/** The headers of an answer that are given again with it. */
const keptHeaders = ['content-type', 'location', 'etag'] as const;

/**
 * A POST with an idempotency key is carried out once: the same again is answered as the first was, a double click makes one. The key is the
 * sender's own; another person's same key is another key. A refused request has done nothing, so its key may be used again. Errors:
 * `request.key-missing` where one is needed, and those of {@link beginKeyed}.
 */
@Injectable()
export class KeyedRequests implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The files and fields of a multipart form are read later, by the route, which then calls {@link afterFiles}. */
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    if (request.method !== 'POST' || request.is('multipart/form-data')) return next.handle();
    return this.#once(context, next);
  }

  /** What {@link intercept} does, for a route that has just read the files of its form. */
  async afterFiles(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    return request.is('multipart/form-data') ? this.#once(context, next) : next.handle();
  }

  /** Carries the request out, or answers as the same request was answered before. */
  async #once(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ActingRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const said = saidOf(request, 'idempotency-key');
    const needed = this.reflector.get<boolean | undefined>(declaredKeyed, context.getHandler()) ?? false;
    // Signing in hands out a cookie, which is never given again; whoever is not signed in yet is heard each time.
    if (!needed && (said === undefined || !request.actor)) return next.handle();
    if (said === undefined || said.length < 8 || said.length > 200) {
      throw new AppError('request.key-missing');
    }
    const asked = requestHash(request);
    // A form that is filled in anew after »back« still has its old number, and is another request.
    const own = `${request.actor?.id ?? request.ip ?? ''} ${said} ${request.headers['idempotency-key'] === undefined ? asked : ''}`;
    const key = sha256(own);
    const kept = await beginKeyed(this.database, key, asked, this.clock.now());
    if (!kept) {
      keepWhenAnswered(response, (answer) =>
        answer ? keepAnswer(this.database, key, { ...answer, body: sealed(answer.body, own) }) : forgetKeyed(this.database, key),
      );
      return next.handle();
    }
    response
      .status(kept.status)
      .set({ ...kept.headers, 'Idempotency-Replayed': 'true' })
      .end(opened(kept.body, own));
    return NEVER;
  }
}

interface RequestFile {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** One number for what was asked: method, address, content and files. */
function requestHash(request: ActingRequest): string {
  const given = (request.files ?? []) as RequestFile[] | Record<string, RequestFile[]>;
  const files = (Array.isArray(given) ? given : Object.values(given).flat()).map(({ fieldname, originalname, buffer }) => {
    return [fieldname, originalname, sha256(buffer)];
  });
  const { method, originalUrl: address, body } = request as { method: string; originalUrl: string; body: unknown };
  return sha256(JSON.stringify({ method, address, body: body ?? null, files }));
}

const sealKey = (own: string): Buffer => createHash('sha256').update(`sealed ${own}`).digest();

/** An answer may hold what is shown once only. It is kept so that whoever has the sender's number alone can read it, and the database has not. */
function sealed(body: Buffer, own: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey(own), iv);
  return Buffer.concat([iv, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

function opened(kept: Buffer, own: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', sealKey(own), kept.subarray(0, 12));
  decipher.setAuthTag(kept.subarray(-16));
  return Buffer.concat([decipher.update(kept.subarray(12, -16)), decipher.final()]);
}

type Answer = Parameters<typeof keepAnswer>[2];

/** Keeps a success before it leaves; a refusal is forgotten. Should keeping fail, the answer still leaves. */
function keepWhenAnswered(response: Response, keep: (answer: Answer | undefined) => Promise<void>): void {
  const end = response.end.bind(response) as (...given: unknown[]) => Response;
  const leave = (...given: unknown[]): Response => {
    const [chunk, encoding] = given;
    const body =
      typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : Buffer.isBuffer(chunk) ? chunk : Buffer.alloc(0);
    const headers = keptHeaders.flatMap((name) => (response.hasHeader(name) ? [[name, String(response.getHeader(name))] as const] : []));
    const answer = { status: response.statusCode, headers: Object.fromEntries(headers), body };
    const send = () => void end(...given);
    keep(response.statusCode < 400 ? answer : undefined).then(send, send);
    return response;
  };
  response.end = leave as typeof response.end;
}
