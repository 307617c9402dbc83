import { askOutside, OutgoingError, type OutgoingRules } from '@genmaele/platform';
import { SignatureError, type SignatureErrorCode } from './signature-error.js';

/** One question to an authority over HTTP. */
export interface HttpQuestion {
  url: string;
  /** Who may be asked. */
  rules: OutgoingRules;
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

const problems: Record<OutgoingError['reason'], string> = {
  host: 'the authority is not one that may be asked (OUTGOING_HOSTS)',
  address: 'the authority has an address in a private network (OUTGOING_PRIVATE_HOSTS)',
  'too-large': 'the answer is too large',
  late: 'the authority did not answer in time',
  unreachable: 'the authority could not be reached',
};

/** Asks once, as {@link askOutside} does. Every failure is the question's `code` with a `problem`. */
export async function askOverHttp({ url, rules, type, accept, body, timeoutMs, most, code }: HttpQuestion): Promise<Buffer> {
  const failed = (problem: string, cause?: unknown) => new SignatureError(code, { problem }, { cause });
  const headers = { accept, ...(type ? { 'content-type': type } : {}) };
  const answer = await askOutside(url, rules, {
    headers,
    most,
    ...(body ? { body } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }).catch((cause: unknown) => {
    throw failed(problems[cause instanceof OutgoingError ? cause.reason : 'unreachable'], cause);
  });
  if (answer.status !== 200) throw failed(`the authority answered with HTTP status ${answer.status}`);
  return answer.body;
}
