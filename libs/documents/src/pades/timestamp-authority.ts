import { randomBytes } from 'node:crypto';
import { fromBER, type Sequence } from 'asn1js';
import { TimeStampResp } from 'pkijs';
import { boolean, integer, octets, oid, sequence } from './der.js';
import { OID } from './oids.js';
import type { TimestampAuthority } from './ports.js';
import { SignatureError } from './signature-error.js';
import { checkTimestampToken } from './timestamp-token.js';

/** Where the authority answers and how long it may take. */
export interface HttpTimestampOptions {
  url: string;
  /** For the whole exchange, in milliseconds; 10 seconds unless told. */
  timeoutMs?: number;
}

const LARGEST_ANSWER = 256 * 1024;
const GRANTED = [0, 1];

/**
 * A time-stamp authority over HTTP (RFC 3161 section 3.4). Each request has a fresh nonce; an answer is taken only when it is
 * granted, repeats the nonce, stamps the digest asked for and is rightly signed. It never tries again by itself: the caller's
 * work has its own retries. Every failure is `signature.timestamp-failed` with the problem in its facts.
 */
export class HttpTimestampAuthority implements TimestampAuthority {
  constructor(private readonly options: HttpTimestampOptions) {}

  async stamp(sha256: Uint8Array): Promise<Uint8Array> {
    const nonce = BigInt(`0x${randomBytes(8).toString('hex')}`);
    const imprint = sequence(sequence(oid(OID.sha256)), octets(sha256));
    const answer = await this.ask(sequence(integer(1), imprint, integer(nonce), boolean(true)));
    const token = readAnswer(answer);
    if (checkTimestampToken(token, sha256).nonce !== nonce) throw failed('the token answers another request');
    return token;
  }

  private async ask(request: Buffer): Promise<Buffer> {
    try {
      const response = await fetch(this.options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: new Uint8Array(request),
        redirect: 'error',
        signal: AbortSignal.timeout(this.options.timeoutMs ?? 10_000),
      });
      if (response.status !== 200) throw failed(`the authority answered with HTTP status ${response.status}`);
      return await readAtMost(response, LARGEST_ANSWER);
    } catch (cause) {
      if (cause instanceof SignatureError) throw cause;
      const timedOut = (cause as { name?: unknown } | null)?.name === 'TimeoutError';
      throw failed(timedOut ? 'the authority did not answer in time' : 'the authority could not be reached', cause);
    }
  }
}

async function readAtMost(response: Response, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > most) throw failed('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function readAnswer(answer: Buffer): Uint8Array {
  try {
    const response = TimeStampResp.fromBER(new Uint8Array(answer).buffer);
    if (!GRANTED.includes(response.status.status) || !response.timeStampToken)
      throw failed(`the authority refused with status ${response.status.status}`);
    return tokenBytes(answer);
  } catch (cause) {
    if (cause instanceof SignatureError) throw cause;
    throw failed('the answer is not a time-stamp response', cause);
  }
}

/** The token as the bytes that came, not as they would be encoded anew. */
function tokenBytes(answer: Buffer): Uint8Array {
  const response = fromBER(new Uint8Array(answer).buffer).result as Sequence;
  return new Uint8Array(response.valueBlock.value[1]!.valueBeforeDecodeView);
}

function failed(problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.timestamp-failed', { problem }, { cause });
}
