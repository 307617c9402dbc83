import { randomUUID } from 'node:crypto';
import { actOnCase, systemActor } from '@genmaele/cases';
import { sha256 } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, keepFile } from '@genmaele/platform';
import { type Mark } from '@genmaele/templates';
import { type DataSource } from 'typeorm';
import { refuseUnfitLetter } from './checker/index.js';
import { isAwaited } from './letter-awaited.js';
import { type LetterLook } from './letter-settings.js';
import { drawLetter, letterOf, sourceOfApproval } from './letter-source.js';

/** How this house makes letters: marked or not, and in what look. */
export interface LetterHouseRules {
  readonly mark: Mark;
  readonly look: LetterLook;
}

/**
 * The job `letter.render`: the approved version becomes one PDF, once. The case moves on only if it still waits for the letter of this approval
 * and the version the letter was made from is the one that was approved. A letter that fails its own check is not
 * issued. The settings it was drawn with are kept beside it, so that it can be drawn anew and compared. Errors: `letter.not-found`, `draft.character-unprintable`, `letter.check-failed`, `letter.chain-broken`.
 */
export async function renderApprovedLetter(
  database: DataSource,
  payload: { caseId: string; approvalId: string },
  { mark, look }: LetterHouseRules,
  context: JobContext,
): Promise<void> {
  const source = await sourceOfApproval(database, payload.approvalId);
  const letter = letterOf(source, mark, look);
  const drawn = drawLetter(letter, look);
  refuseUnfitLetter(drawn.bytes, drawn.heard);
  crashPoint('letter.rendered');
  await context.finish(async (tx) => {
    if (!(await isAwaited(tx, payload.caseId, 'approved', payload.approvalId))) return;
    const letterId = randomUUID();
    const renderedSha256 = await keepFile(tx, drawn.bytes, 'application/pdf', context.now);
    const heardSha256 = await keepFile(tx, Buffer.from(JSON.stringify(drawn.heard)), 'application/json', context.now);
    const settingsSha256 = await keepFile(tx, Buffer.from(look.text), 'application/json', context.now);
    await tx.query(
      `INSERT INTO letter (id, case_id, approval_id, template, title, version_sha256, rendered_sha256, heard_sha256, signature_field, rendered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        letterId,
        payload.caseId,
        payload.approvalId,
        letter.template,
        letter.title,
        source.versionSha256,
        renderedSha256,
        heardSha256,
        drawn.signatureFields.join(' '),
        context.now,
      ],
    );
    const evidence = { letterId, versionSha256: source.versionSha256, settingsSha256, renderedSha256: sha256(drawn.bytes) };
    await actOnCase(tx, { caseId: payload.caseId, action: 'letter-rendered', actor: systemActor, now: context.now, evidence });
  });
}
