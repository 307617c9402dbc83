import { actOnCase, systemActor } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { promiseAnchor } from './anchor-log.js';
import { type MailSettings } from './mail-settings.js';
import { type DispatchRow, findDispatch, prepareDispatch } from './prepare-dispatch.js';
import { MailError, sendMail, type SendResult } from './smtp/index.js';
import { tellDispatchers } from './tell-dispatchers.js';

type Ids = { caseId: string; dispatchId: string };

/**
 * The job `letter.send`: the signed letter leaves by mail, once. States `sending → committing → sent | uncertain`; what may have reached the
 * server is looked for by its Message-ID before it is sent again, and when nobody can say, a person decides.
 * Errors: `mail.unavailable` (tried again), `letter.chain-broken`, `letter.not-found`.
 */
export async function sendLetter(database: DataSource, ids: Ids, settings: MailSettings, context: JobContext): Promise<void> {
  const dispatch = await context.step(async (tx) => {
    if (!(await isAwaited(tx, ids))) return undefined;
    return (await findDispatch(tx, ids.dispatchId)) ?? (await prepareDispatch(tx, ids, settings, context.now));
  });
  if (!dispatch) return;
  if (dispatch.state === 'committing' || dispatch.state === 'uncertain') {
    const found = await lookFor(dispatch, settings);
    if (found === 'present') return end(context, ids, dispatch, 'sent', { probe: 'present' });
    // A person who looked and asked for it to be sent again has answered what the probe could not.
    if (found === 'unknown' && dispatch.state === 'committing') return unsure(context, ids, dispatch, settings);
  }
  crashPoint('mail.sending');
  await deliver(database, ids, dispatch, settings, context);
}

/** Whether the case waits for this dispatch. When a person has settled it otherwise, an old piece of work sends nothing. */
async function isAwaited(tx: Tx, ids: Ids): Promise<boolean> {
  const found = await rowsOf(tx, `SELECT 1 FROM response_case WHERE id = $1 AND dispatch_id = $2 AND state = 'sending'`, [
    ids.caseId,
    ids.dispatchId,
  ]);
  return found.length > 0;
}

async function lookFor(dispatch: DispatchRow, settings: MailSettings): Promise<'present' | 'absent' | 'unknown'> {
  return settings.probe ? settings.probe.find(dispatch.message_id) : 'unknown';
}

/** Nobody knows yet: while there is a probe it is asked again; then a person decides. Errors: `mail.unavailable`. */
async function unsure(context: JobContext, ids: Ids, dispatch: DispatchRow, settings: MailSettings): Promise<void> {
  if (settings.probe && !context.lastTry) throw new AppError('mail.unavailable', { code: 'EPROBE' });
  await end(context, ids, dispatch, 'uncertain', { probe: 'unknown' });
}

async function deliver(database: DataSource, ids: Ids, dispatch: DispatchRow, settings: MailSettings, context: JobContext): Promise<void> {
  const { bytes } = await readFile(database, dispatch.mail_sha256);
  try {
    const result = await sendMail({
      url: settings.url,
      requireTls: settings.requireTls,
      envelope: { from: settings.from, to: [dispatch.recipient] },
      message: bytes,
      beforeFinalDot: () => commit(dispatch, context),
    });
    crashPoint('mail.accepted');
    await end(context, ids, dispatch, 'sent', evidenceOf(result));
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    await failed(error, ids, dispatch, context);
  }
}

/**
 * The last moment at which the mail can be held back: the lease is checked, and the state written before the server may accept. Of two works
 * that send the same dispatch one comes here first; the other is held back.
 */
async function commit(dispatch: DispatchRow, context: JobContext): Promise<void> {
  crashPoint('mail.before-dot');
  const hit = await context.step((tx) =>
    rowsOf(tx, `UPDATE dispatch SET state = 'committing', commits = commits + 1 WHERE id = $1 AND commits = $2 RETURNING id`, [
      dispatch.id,
      dispatch.commits,
    ]),
  );
  if (hit.length === 0) throw new AppError('mail.unavailable', { code: 'EOVERTAKEN' });
  crashPoint('mail.committing');
}

function evidenceOf(result: SendResult): Record<string, string | boolean> {
  return { response: result.response, tls: result.tls, server: result.server, accepted: result.accepted.join(', ') };
}

async function failed(error: MailError, ids: Ids, dispatch: DispatchRow, context: JobContext): Promise<void> {
  if (error.uncertain && context.lastTry) return end(context, ids, dispatch, 'uncertain', { code: error.code });
  if (error.uncertain) throw new AppError('mail.unavailable', { code: error.code }, { cause: error });
  if (error.permanent || context.lastTry)
    return end(context, ids, dispatch, 'refused', { code: error.code, response: error.response ?? '' });
  await context.step((tx) => tx.query(`UPDATE dispatch SET state = 'sending' WHERE id = $1`, [ids.dispatchId]));
  throw new AppError('mail.unavailable', { code: error.code }, { cause: error });
}

const actions = { sent: 'letter-sent', uncertain: 'letter-uncertain', refused: 'letter-refused' } as const satisfies Record<
  string,
  CaseAction
>;

/** Writes how it ended, and moves the case on, in the transaction that ends the work. */
async function end(
  context: JobContext,
  ids: Ids,
  dispatch: DispatchRow,
  state: keyof typeof actions,
  evidence: Record<string, string | boolean>,
): Promise<void> {
  await context.finish(async (tx: Tx) => {
    await tx.query(
      `UPDATE dispatch SET state = $2, evidence = evidence || $3::jsonb, sent_at = CASE WHEN $2 = 'sent' THEN $4::timestamptz END WHERE id = $1`,
      [ids.dispatchId, state, JSON.stringify(evidence), context.now],
    );
    if (state === 'sent') await promiseAnchor(tx, `dispatch:${ids.dispatchId}`, context.now);
    else await tellDispatchers(tx, ids.caseId, state, context.workId, context.now);
    const proof = state === 'sent' ? { evidence: { attachmentSha256: dispatch.attachment_sha256 } } : {};
    await actOnCase(tx, { caseId: ids.caseId, action: actions[state], actor: systemActor, now: context.now, ...proof });
  });
}
