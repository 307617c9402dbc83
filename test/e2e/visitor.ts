import { randomUUID } from 'node:crypto';

/** An answer of the api, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: any;
}

/** A file of a form. */
export interface FormFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

/** Someone who calls the api over HTTP and keeps the session's cookie, as a browser or a program does. */
export class Visitor {
  #cookie: string | undefined;

  constructor(private readonly base: string) {}

  /** The session's cookie, as it is sent. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  /** Signs in; fails when that is refused. */
  async signedIn(email: string, password: string): Promise<this> {
    const answer = await this.post('/sign-in', { email, password });
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
    return this;
  }

  /** Any request. Redirects are not followed. */
  async ask(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.#cookie) headers.set('cookie', this.#cookie);
    const response = await fetch(this.base + path, { ...init, method, headers, redirect: 'manual' });
    const [set] = response.headers.getSetCookie();
    if (set) this.#cookie = set.split(';')[0];
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    return { status: response.status, headers: response.headers, bytes, text, body: json(text) };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('GET', path, { headers });
  }

  /** Posts JSON, with a key of its own. What needs a version is read first, as a careful program does, unless a version is given. */
  async post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers };
    const call = (more: Record<string, string> = {}) =>
      this.ask('POST', path, { body: JSON.stringify(body), headers: { ...all, ...more } });
    const answer = await call();
    const version = answer.body?.code === 'request.version-missing' ? await this.#versionFor(path) : undefined;
    return version ? call({ 'if-match': version }) : answer;
  }

  /** The version of what a path changes, as it is now. */
  async #versionFor(path: string): Promise<string | undefined> {
    const [, noun, id] = /^\/(cases|hearings|meetings|people|work)\/([\w-]{36})\//.exec(path) ?? [];
    if (noun === 'cases' || noun === 'hearings' || noun === 'meetings')
      return (await this.get(`/${noun}/${id}`)).headers.get('etag') ?? undefined;
    const { body } = await this.get(noun === 'people' ? '/people' : '/work/dead');
    return (body as { id: string; etag: string }[]).find((each) => each.id === id)?.etag;
  }

  /** Posts a multipart form, as programs do it. */
  postForm(
    path: string,
    fields: Record<string, string>,
    files: readonly FormFile[],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { field, name, bytes, type } of files) form.append(field, new Blob([Buffer.from(bytes)], type ? { type } : {}), name);
    const key: Record<string, string> = '_idempotency-key' in fields ? {} : { 'idempotency-key': randomUUID() };
    return this.ask('POST', path, { body: form, headers: { ...key, ...headers } });
  }

  /** A browser's navigation: it asks for a page. */
  page(path: string): Promise<Answer> {
    return this.get(path, { accept: 'text/html' });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
