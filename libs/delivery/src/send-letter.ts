import { AppError } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { concludeSending } from './conclude-sending.js';
import { type DispatchRow } from './current-dispatches.js';
import { type DispatchState } from './dispatch.entity.js';
import { type MailSettings } from './mail-settings.js';
import { prepareDispatches } from './prepare-dispatch.js';
import { MailError, sendMail, type SendResult } from './smtp/index.js';

type Ids = { caseId: string; dispatchId: string };

/**
 * The job `letter.send`: the signed letter leaves by mail, once to each address. States of each mail `sending → committing → sent | uncertain`; what
 * may have reached the server is looked for by its Message-ID before it is sent again, and when nobody can say, a person decides. One that is
 * refused or put off holds back no other; the case moves on when all have ended.
 * Errors: `mail.unavailable` (tried again), `letter.chain-broken`, `letter.not-found`.
 */
export async function sendLetter(database: DataSource, ids: Ids, settings: MailSettings, context: JobContext): Promise<void> {
  const awaited = await context.step(async (tx) => {
    const again = await isAwaited(tx, ids);
    return again === undefined ? undefined : { again, dispatches: await prepareDispatches(tx, ids, settings, context.now) };
  });
  if (!awaited) return;
  let putOff: AppError | undefined;
  for (const dispatch of awaited.dispatches.filter(({ state }) => isOpen(state, awaited.again)))
    putOff = (await settled(database, dispatch, settings, context)) ?? putOff;
  if (putOff) throw putOff;
  await concludeSending(context, ids);
}

/** Whether a mail is still to be settled by this work: what is uncertain from an earlier sending is a person's to send again. */
function isOpen(state: DispatchState, again: boolean): boolean {
  return state === 'sending' || state === 'committing' || (again && state === 'uncertain');
}

/**
 * Whether the case waits for this sending, and then whether a person asked for it to be sent again. When a person has settled it otherwise, an old
 * piece of work sends nothing: undefined.
 */
async function isAwaited(tx: Tx, ids: Ids): Promise<boolean | undefined> {
  const [found] = await rowsOf<{ again: boolean }>(
    tx,
    `SELECT (SELECT s.action FROM case_step s WHERE s.case_id = c.id ORDER BY s.version DESC LIMIT 1) = 'send-again' AS again
     FROM response_case c WHERE c.id = $1 AND c.dispatch_id = $2 AND c.state = 'sending' FOR UPDATE`,
    [ids.caseId, ids.dispatchId],
  );
  return found?.again;
}

/** Brings one mail to its end; gives the error by which it is put off, so that the next one has its turn. */
async function settled(
  database: DataSource,
  dispatch: DispatchRow,
  settings: MailSettings,
  context: JobContext,
): Promise<AppError | undefined> {
  try {
    await settle(database, dispatch, settings, context);
    return undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'mail.unavailable') return error;
    throw error;
  }
}

async function settle(database: DataSource, dispatch: DispatchRow, settings: MailSettings, context: JobContext): Promise<void> {
  if (dispatch.state === 'committing' || dispatch.state === 'uncertain') {
    const found = await lookFor(dispatch, settings);
    if (found === 'present') return end(context, dispatch, 'sent', { probe: 'present' });
    // A person who looked and asked for it to be sent again has answered what the probe could not.
    if (found === 'unknown' && dispatch.state === 'committing') return unsure(context, dispatch, settings);
  }
  crashPoint('mail.sending');
  await deliver(database, dispatch, settings, context);
}

async function lookFor(dispatch: DispatchRow, settings: MailSettings): Promise<'present' | 'absent' | 'unknown'> {
  return settings.probe ? settings.probe.find(dispatch.message_id) : 'unknown';
}

/** Nobody knows yet: while there is a probe it is asked again; then a person decides. Errors: `mail.unavailable`. */
async function unsure(context: JobContext, dispatch: DispatchRow, settings: MailSettings): Promise<void> {
  if (settings.probe && !context.lastTry) throw new AppError('mail.unavailable', { code: 'EPROBE' });
  await end(context, dispatch, 'uncertain', { probe: 'unknown' });
}

async function deliver(database: DataSource, dispatch: DispatchRow, settings: MailSettings, context: JobContext): Promise<void> {
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
    await end(context, dispatch, 'sent', evidenceOf(result));
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    await failed(error, dispatch, context);
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

async function failed(error: MailError, dispatch: DispatchRow, context: JobContext): Promise<void> {
  if (error.uncertain && context.lastTry) return end(context, dispatch, 'uncertain', { code: error.code });
  if (error.uncertain) throw new AppError('mail.unavailable', { code: error.code }, { cause: error });
  if (error.permanent || context.lastTry) return end(context, dispatch, 'refused', { code: error.code, response: error.response ?? '' });
  await context.step((tx) => tx.query(`UPDATE dispatch SET state = 'sending' WHERE id = $1`, [dispatch.id]));
  throw new AppError('mail.unavailable', { code: error.code }, { cause: error });
}

/** Writes how one mail ended. */
async function end(
  context: JobContext,
  dispatch: DispatchRow,
  state: 'sent' | 'uncertain' | 'refused',
  evidence: Record<string, string | boolean>,
): Promise<void> {
  await context.step((tx) =>
    tx.query(
      `UPDATE dispatch SET state = $2, evidence = evidence || $3::jsonb, sent_at = CASE WHEN $2 = 'sent' THEN $4::timestamptz END WHERE id = $1`,
      [dispatch.id, state, JSON.stringify(evidence), context.now],
    ),
  );
}
