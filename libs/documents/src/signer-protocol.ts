import { connect } from 'node:net';
import { AppError } from '@genmaele/contracts';
import { z } from 'zod';

/**
 * What the signer is asked, one JSON line: sign this letter. It takes an id and nothing more; bytes, hashes, approval and quorum it reads
 * itself.
 */
export const signRequest = z.object({ letterId: z.uuid() });

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

const patience = 60_000;

/**
 * Asks the signer for one letter over its local socket. Errors: `signature.unavailable` (no signer, no answer, time-stamp authority away:
 * try again), `signature.not-permitted` (it looked and refused).
 */
export async function askSigner(socket: string, letterId: string): Promise<SignedLetter> {
  const answer = await exchange(socket, `${JSON.stringify({ letterId })}\n`);
  if ('refused' in answer) throw new AppError('signature.not-permitted', { reason: answer.refused });
  if ('unavailable' in answer) throw new AppError('signature.unavailable');
  return { bytes: Buffer.from(answer.signed, 'base64'), signerName: answer.signerName, level: answer.level, at: new Date(answer.at) };
}

function exchange(socket: string, request: string): Promise<SignAnswer> {
  return new Promise((resolve, reject) => {
    const unavailable = (cause?: unknown) => reject(new AppError('signature.unavailable', {}, { cause }));
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
