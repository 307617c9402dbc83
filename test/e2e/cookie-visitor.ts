import { inflateRawSync } from 'node:zlib';
import { Visitor } from './visitor.js';

/** A browser keeps every cookie; the visitor of the other tests keeps one. */
export class CookieVisitor extends Visitor {
  readonly jar = new Map<string, string>();
  readonly #base: string;

  constructor(base: string) {
    super(base);
    this.#base = base;
  }

  override async ask(method: string, path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers);
    if (this.jar.size > 0) headers.set('cookie', [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(this.#base + path, { ...init, method, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    let body: any;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, headers: response.headers, bytes, text, body };
  }
}

/** The request of ours, as the provider would read it. */
export function asked(address: string) {
  const query = new URL(address).searchParams;
  const xml = inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString();
  return { xml, query, id: / ID="([^"]+)"/.exec(xml)?.[1] ?? '' };
}
