import { connect } from 'node:net';
import { AppError } from '@genmaele/contracts';
import { z } from 'zod';

/**
 * What the signer is asked, one JSON line: sign the letter of this approval, for the try at this work that is going on now. It takes ids and nothing
 * more; bytes, hashes, approval and roles it reads itself. A try is good for one signature: its number is the request's nonce.
 */
export const signRequest = z.strictObject({ approvalId: z.uuid(), letterId: z.uuid(), workId: z.uuid(), attempt: z.int().positive() });

/** See {@link signRequest}. */
export type SignRequest = z.infer<typeof signRequest>;

/** What the signer answers, one JSON line: the signed file, or why not. */
export const signAnswer = z.union([
  z.object({
    signed: z.base64(),
    signerName: z.string(),
    level: z.string(),
    at: z.iso.datetime(),
  }),
  z.object({ refused: z.string() }),
  z.object({ unavailable: z.string() }),
]);

/** See {@link signAnswer}. */
export type SignAnswer = z.infer<typeof signAnswer>;

/** A signed letter as the signer gave it. */
export interface SignedLetter {
  readonly bytes: Buffer;
  readonly signerName: string;
  readonly level: string;
  readonly at: Date;
}

/** Longer than every question that one letter of the highest level can take, each with its own limit. */
const patience = 180_000;

/**
 * Asks the signer for one letter over its local socket. Errors: `signature.unavailable` (no signer, no answer, time-stamp authority away:
 * try again), `signature.not-permitted` (it looked and refused).
 */
export async function askSigner(socket: string, request: SignRequest): Promise<SignedLetter> {
  const answer = await exchange(socket, `${JSON.stringify(request)}\n`);
  if ('refused' in answer) throw new AppError('signature.not-permitted', { reason: answer.refused });
  if ('unavailable' in answer) throw new AppError('signature.unavailable', { reason: answer.unavailable });
  return { bytes: Buffer.from(answer.signed, 'base64'), signerName: answer.signerName, level: answer.level, at: new Date(answer.at) };
}

function exchange(socket: string, request: string): Promise<SignAnswer> {
  return new Promise((resolve, reject) => {
    const unavailable = (cause?: unknown) =>
      reject(new AppError('signature.unavailable', { reason: 'underskriftstjenesten svarer ikke' }, { cause }));
    const chunks: Buffer[] = [];
    const connection = connect(socket, () => connection.end(request));
    connection.setTimeout(patience, () => connection.destroy(new Error('timeout')));
    connection.on('data', (chunk: Buffer) => chunks.push(chunk));
    connection.once('error', unavailable);
    connection.once('end', () => {
      const parsed = signAnswer.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
      if (parsed.success) resolve(parsed.data);
      else unavailable();
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
