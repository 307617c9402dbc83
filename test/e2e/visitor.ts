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

/** Where the version of what a path changes is read. */
const readWhere: readonly [RegExp, (id: string, path: string) => string][] = [
  [/^\/cases\/[\w-]+\/reservations\//, (id) => `/cases/${id}/reservations`],
  [/^\/(cases|hearings|meetings|contributions)\//, (id, path) => `/${path.split('/')[1]}/${id}`],
  [/^\/bodies\//, (_id, path) => `/bodies/${path.split('/')[2]}`],
  [/^\/approval-chains\//, () => '/approval-chains'],
  [/^\/routing\//, () => '/routing'],
  [/^\/people\//, () => '/people'],
  [/^\/work\//, () => '/work/dead'],
];

/** The version that stands beside an id, wherever in what was read. */
function etagIn(body: unknown, id: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { etag, ...rest } = body as { etag?: unknown };
  if (typeof etag === 'string' && Object.values(rest).includes(id)) return etag;
  return Object.values(rest)
    .map((each) => etagIn(each, id))
    .find((found) => found !== undefined);
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
    if (answer.body?.code !== 'request.version-missing') return answer;
    // What is not there has no version, and is to be answered as what is not there.
    return call({ 'if-match': (await this.versionFor(path)) ?? '"1"' });
  }

  /** The version of what a path changes, as it is now: of the last object in its address that has one where it is read. */
  async versionFor(path: string): Promise<string | undefined> {
    const [, read] = readWhere.find(([changed]) => changed.test(path)) ?? [];
    if (!read) return undefined;
    const ids = path.match(/[\da-f]{8}-[\w-]{27}/g) ?? [];
    const { headers, body } = await this.get(read(ids[0] ?? '', path));
    const tag = headers.get('etag') ?? '';
    const [inside] = ids.reverse().flatMap((id) => etagIn(body, id) ?? []);
    return inside ?? (/^"\d+"$/.test(tag) ? tag : undefined);
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
