import { randomBytes } from 'node:crypto';
import { onlyHostOf, type OutgoingRules } from '@genmaele/platform';
import { boolean, derParts, integer, octets, oid, sequence } from './der.js';
import { askOverHttp } from './http-exchange.js';
import { OID } from './oids.js';
import type { TimestampAuthority } from './ports.js';
import { SignatureError } from './signature-error.js';
import { checkTimestampToken } from './timestamp-token.js';

/** Where the authority answers and how long it may take. */
export interface HttpTimestampOptions {
  url: string;
  /** Who may be asked; the host of `url` unless told. */
  rules?: OutgoingRules;
  /** For the whole exchange, in milliseconds; 10 seconds unless told. */
  timeoutMs?: number;
  /** How it is asked; as {@link askOverHttp} does unless told. */
  exchange?: typeof askOverHttp;
}

const LARGEST_ANSWER = 256 * 1024;
const GRANTED = ['0', '1'];

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

  private ask(request: Buffer): Promise<Buffer> {
    const { exchange = askOverHttp, ...options } = this.options;
    return exchange({
      rules: onlyHostOf(options.url),
      ...options,
      type: 'application/timestamp-query',
      accept: 'application/timestamp-reply',
      body: request,
      most: LARGEST_ANSWER,
      code: 'signature.timestamp-failed',
    });
  }
}

/** The token as the bytes that came: a response is a status and, when that is granted, a token (RFC 3161 section 2.4.2). */
function readAnswer(answer: Buffer): Uint8Array {
  const [response, ...more] = derParts(answer) ?? [];
  const [state, token] = (response?.tag === 0x30 && derParts(response.content)) || [];
  const [status] = (state?.tag === 0x30 && derParts(state.content)) || [];
  if (status?.tag !== 0x02 || more.length > 0) throw failed('the answer is not a time-stamp response');
  const said = BigInt(`0x${Buffer.from(status.content).toString('hex') || 'ff'}`).toString();
  if (!GRANTED.includes(said) || !token) throw failed(`the authority refused with status ${said}`);
  return new Uint8Array(token.raw);
}

function failed(problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.timestamp-failed', { problem }, { cause });
}
