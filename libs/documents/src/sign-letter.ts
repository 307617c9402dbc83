import { actOnCase, systemActor } from '@genmaele/cases';
import { AppError, sha256 } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, keepFile, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { checkPdf, refuseUnfitLetter } from './checker/index.js';
import { verifyPdfSignatures } from './pades/index.js';
import { isAwaited } from './letter-awaited.js';
import { askSigner, type SignedLetter } from './signer-protocol.js';

/** Where the signer listens and which roots its certificates chain to. */
export interface SigningSettings {
  readonly socket: string;
  readonly roots: readonly Uint8Array[];
}

/**
 * The job `letter.sign`: the signer signs the rendered letter; what comes back is checked by code that did not sign (every byte that was
 * rendered stands unchanged in front, every field is signed, every signature is intact, trusted and of the level that was told) before the case moves on.
 * Errors: `letter.not-found`, `signature.unavailable`, `signature.not-permitted`, `signature.refused`, `letter.chain-broken`,
 * `letter.check-failed`.
 */
export async function signRenderedLetter(
  database: DataSource,
  payload: { caseId: string; letterId: string },
  settings: SigningSettings,
  context: JobContext,
): Promise<void> {
  const [letter] = await rowsOf<{ approval_id: string; rendered_sha256: string; heard_sha256: string; signature_field: string }>(
    database,
    'SELECT approval_id, rendered_sha256, heard_sha256, signature_field FROM letter WHERE id = $1',
    [payload.letterId],
  );
  if (!letter) throw new AppError('letter.not-found');
  const awaited = (db: DataSource | Tx) => isAwaited(db, payload.caseId, 'rendered', payload.letterId);
  const rendered = await readFile(database, letter.rendered_sha256);
  const request = { approvalId: letter.approval_id, letterId: payload.letterId, workId: context.workId, attempt: context.attempt };
  const signed = await askSigner(settings.socket, request).catch(async (error: unknown) => {
    if (await awaited(database)) throw error;
  });
  if (!signed) return;
  refuseUnsound(rendered.bytes, signed, letter.signature_field.split(' '), settings.roots);
  refuseUnfitLetter(signed.bytes, await heardTexts(database, letter.heard_sha256));
  crashPoint('letter.signed');
  await context.finish(async (tx) => {
    if (!(await awaited(tx))) return;
    const signedSha256 = await keepFile(tx, signed.bytes, 'application/pdf', context.now);
    await tx.query('UPDATE letter SET signed_sha256 = $2, signature_level = $3, signer_name = $4, signed_at = $5 WHERE id = $1', [
      payload.letterId,
      signedSha256,
      signed.level,
      signed.signerName,
      signed.at,
    ]);
    const evidence = { renderedSha256: letter.rendered_sha256, signedSha256 };
    await actOnCase(tx, { caseId: payload.caseId, action: 'letter-signed', actor: systemActor, now: context.now, evidence });
  });
}

function refuseUnsound(rendered: Buffer, signed: SignedLetter, fields: readonly string[], roots: readonly Uint8Array[]): void {
  const front = signed.bytes.subarray(0, rendered.length);
  if (sha256(front) !== sha256(rendered)) throw new AppError('letter.chain-broken', { link: 'det underskrevne brev er ikke det dannede' });
  const reports = verifyPdfSignatures(signed.bytes, roots);
  const unsound = reports.find((each) => !each.valid);
  if (unsound || !fields.every((field) => reports.some((each) => each.fieldName === field)))
    throw new AppError('signature.refused', { reason: unsound?.problems[0] ?? 'underskriften mangler' });
  const other = reports.find((each) => each.kind === 'signature' && each.level !== signed.level);
  if (other) throw new AppError('signature.refused', { reason: `underskriften har niveau ${other.level} og ikke ${signed.level}` });
  const { verdict, reasons } = checkPdf(signed.bytes, { roots });
  if (verdict !== 'unchanged') throw new AppError('signature.refused', { reason: reasons[0] ?? 'filen kan ikke efterprøves' });
}

/** The texts that the letter must speak, as they were kept when it was drawn. */
async function heardTexts(database: DataSource, sha256: string): Promise<string[]> {
  return JSON.parse((await readFile(database, sha256)).bytes.toString('utf8')) as string[];
}
