import { SignatureError, type SignatureErrorCode } from './signature-error.js';

/** One question to an authority over HTTP. */
export interface HttpQuestion {
  url: string;
  /** Of the question and of the answer; a question without body is a GET. */
  type?: string;
  accept: string;
  body?: Uint8Array;
  /** For the whole exchange, in milliseconds; 10 seconds unless told. */
  timeoutMs?: number;
  /** The longest answer that is taken, in bytes. */
  most: number;
  /** What every failure is called. */
  code: SignatureErrorCode;
}

/** Asks once: no redirects, one time limit for all of it, no more bytes than told. Every failure is the question's `code` with a `problem`. */
export async function askOverHttp({ url, type, accept, body, timeoutMs, most, code }: HttpQuestion): Promise<Buffer> {
  const failed = (problem: string, cause?: unknown) => new SignatureError(code, { problem }, { cause });
  try {
    const response = await fetch(url, {
      headers: { accept, ...(type ? { 'content-type': type } : {}) },
      ...(body ? { method: 'POST', body: new Uint8Array(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs ?? 10_000),
    });
    if (response.status !== 200) throw failed(`the authority answered with HTTP status ${response.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > most) throw failed('the answer is too large');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (cause) {
    if (cause instanceof SignatureError) throw cause;
    const timedOut = (cause as { name?: unknown } | null)?.name === 'TimeoutError';
    throw failed(timedOut ? 'the authority did not answer in time' : 'the authority could not be reached', cause);
  }
}
