import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ErrorCode, errorCodes, errorRule, type Problem } from '@genmaele/contracts';

/** How the journey meets an api that is away for a moment. */
export interface Patience {
  /** How long, in milliseconds, a call is tried again, and a state is waited for. */
  readonly patienceMs: number;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
}

/** An error that the api reported: problem+json with code, reason and remedy. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly call: string,
  ) {
    super([problem.title ?? `Svaret var ${status}.`, problem.why, problem.todo].filter(Boolean).join(' '));
  }

  get code(): string | undefined {
    return this.problem.code;
  }
}

/** One answer is waited for at most this long; then the call counts as broken and is tried again. */
const answerWithin = 30_000;

/** A file of a multipart form. */
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * A person signed in to the api, as a program sees it: JSON in and out, one cookie. A call that meets a broken connection or a failure that
 * may pass is made again until patience ends, so a call must be safe to repeat: who calls looks what became of it when the answer is a
 * refusal. Errors: ApiProblem.
 */
export class ApiSession {
  #cookie: string | undefined;

  constructor(
    private readonly url: string,
    private readonly patience: Patience,
  ) {}

  /** Signs in. Errors: ApiProblem `sign-in.refused`. */
  static async open(url: string, person: { email: string; password: string }, patience: Patience): Promise<ApiSession> {
    const session = new ApiSession(url, patience);
    await session.post('/sign-in', { email: person.email, password: person.password });
    return session;
  }

  get<T>(path: string): Promise<T> {
    return this.#call(path, {}).then((response) => response.json() as Promise<T>);
  }

  async bytes(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.#call(path, {})).arrayBuffer());
  }

  /** Posts JSON; `version` is the ETag of what is changed. Tried again under the same key, it is carried out once. */
  post<T>(path: string, body: object, version?: string): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...(version ? { 'if-match': version } : {}) };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return this.#call(path, init).then((response) => response.json() as Promise<T>);
  }

  postForm<T>(path: string, fields: Readonly<Record<string, string>>, files: readonly FormFile[]): Promise<T> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { field, name, type, bytes } of files) form.append(field, new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name);
    const init = { method: 'POST', headers: { 'idempotency-key': randomUUID() }, body: form };
    return this.#call(path, init).then((response) => response.json() as Promise<T>);
  }

  async #call(path: string, init: RequestInit): Promise<Response> {
    const deadline = performance.now() + this.patience.patienceMs;
    for (let wait = 25; ; wait = Math.min(wait * 2, 500)) {
      const outcome = await this.#once(path, init);
      if (outcome instanceof Response) return outcome;
      if (!outcome.mayPass || performance.now() + wait > deadline) throw outcome.error;
      await pause(wait);
    }
  }

  async #once(path: string, init: RequestInit): Promise<Response | { error: Error; mayPass: boolean }> {
    const headers = { ...init.headers, accept: 'application/json', ...(this.#cookie ? { cookie: this.#cookie } : {}) };
    const call = `${init.method ?? 'GET'} ${path}`;
    try {
      const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(answerWithin) });
      this.#keepCookie(response);
      if (response.ok) return response;
      const error = new ApiProblem(response.status, await problemIn(response), call);
      return { error, mayPass: mayPass(error) };
    } catch (cause) {
      const error = new ApiProblem(
        0,
        { title: 'API’et svarer ikke.', why: `${call}: ${reasonOf(cause)}.`, todo: 'Se api.log i datamappen.' },
        call,
      );
      return { error, mayPass: true };
    }
  }

  #keepCookie(response: Response): void {
    const [set] = response.headers.getSetCookie();
    if (set) this.#cookie = set.split(';')[0];
  }
}

async function problemIn(response: Response): Promise<Partial<Problem>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Partial<Problem>;
  } catch {
    return {};
  }
}

/** A failure of the server passes, unless its code says that trying again is no use; so does a first try that has not been answered yet. */
function mayPass({ status, code }: ApiProblem): boolean {
  if (code === 'request.in-progress') return true;
  if (status < 500) return false;
  return !isErrorCode(code) || errorRule(code).retry === 'again';
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return (errorCodes as (string | undefined)[]).includes(code);
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? inner.message) : String(inner);
}
