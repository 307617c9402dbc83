import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { KeyedRequests } from '@genmaele/access';
import { FileFieldsInterceptor } from '@nestjs/platform-express';
import { type Environment, ENVIRONMENT } from '@genmaele/platform';
import { type ReceivedFile } from '@genmaele/intake';
import { type DocumentKind } from '@genmaele/contracts';
import { defer, mergeAll } from 'rxjs';

/** The files of `POST /hearings` as multer gives them. */
export type UploadedParts = Partial<Record<'bill' | 'letter' | 'documents', Express.Multer.File[]>>;

/** At most this many other documents with one hearing. */
const mostDocuments = 20;

/** Takes the files of a hearing into memory, each held to the largest size that is taken in. */
@Injectable()
export class HearingFilesInterceptor implements NestInterceptor {
  readonly #inner: NestInterceptor;

  constructor(
    @Inject(ENVIRONMENT) env: Environment,
    @Inject(KeyedRequests) private readonly keyed: KeyedRequests,
  ) {
    const fields = [
      { name: 'bill', maxCount: 1 },
      { name: 'letter', maxCount: 1 },
      { name: 'documents', maxCount: mostDocuments },
    ];
    const limits = { fileSize: env.UPLOAD_LIMIT_BYTES, fields: 50, fieldSize: 20_000, parts: 100 };
    this.#inner = new (FileFieldsInterceptor(fields, { limits, defParamCharset: 'utf8' } as never))();
  }

  intercept(context: ExecutionContext, next: CallHandler) {
    return this.#inner.intercept(context, { handle: () => defer(async () => this.keyed.afterFiles(context, next)).pipe(mergeAll()) });
  }
}

const kinds: Record<keyof UploadedParts, DocumentKind> = { bill: 'bill', letter: 'hearing-letter', documents: 'other' };

/** The files with what each is. */
export function receivedFiles(parts: UploadedParts | undefined): ReceivedFile[] {
  return (Object.keys(kinds) as (keyof UploadedParts)[]).flatMap((name) =>
    (parts?.[name] ?? []).map((file) => ({ kind: kinds[name], fileName: file.originalname, mediaType: file.mimetype, bytes: file.buffer })),
  );
}
