import { setTimeout as wait } from 'node:timers/promises';
import { actorById, peopleWithRole } from '@genmaele/access';
import { actOnCase, type CaseView, caseView } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { entities } from '@genmaele/migrations';
import { inTransaction, openDatabase, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { sampleYearNumbers } from './sample-year-cases.js';

const patienceMs = 60_000;
const betweenMs = 300;

/**
 * Sends the letters of the sample year that are to have been sent, once the worker has drawn them and the signer signed them, and confirms the receipt of
 * one that is to have been received. Returns whether it came to its end in a minute; called again it goes on from where it was.
 */
export async function sendSampleYear(appUrl: string): Promise<boolean> {
  const database = await openDatabase(appUrl, entities, 2);
  const patience = Date.now() + patienceMs;
  try {
    while (!(await sendOnce(database))) {
      if (Date.now() > patience) return false;
      await wait(betweenMs);
    }
    return true;
  } finally {
    await database.destroy();
  }
}

/** Takes each letter a step further that can be. True when none is left. */
async function sendOnce(database: DataSource): Promise<boolean> {
  const sent = await casesOf(database, [...sampleYearNumbers('reserved'), ...sampleYearNumbers('acknowledged')]);
  const received = new Set(sampleYearNumbers('acknowledged'));
  let left = 0;
  for (const view of sent) {
    const toReceive = received.has(view.ministryCaseNumber ?? '');
    if (view.state === 'acknowledged' || (view.state === 'sent' && !toReceive)) continue;
    left += 1;
    if (view.state === 'signed') await actAsDispatcher(database, view, 'send');
    if (view.state === 'sent') await actAsDispatcher(database, view, 'confirm-receipt');
  }
  return left === 0;
}

async function casesOf(database: DataSource, caseNumbers: readonly string[]): Promise<CaseView[]> {
  const rows = await rowsOf<{ id: string }>(
    database,
    'SELECT c.id FROM response_case c JOIN hearing h ON h.id = c.hearing_id WHERE h.case_number = ANY($1)',
    [caseNumbers],
  );
  return Promise.all(rows.map(({ id }) => caseView(database, id)));
}

async function actAsDispatcher(database: DataSource, view: CaseView, action: 'send' | 'confirm-receipt'): Promise<void> {
  const now = new Date();
  const [dispatcher] = await peopleWithRole(database, 'dispatcher', now);
  const actor = dispatcher && (await actorById(database, dispatcher.id, now));
  if (!actor) throw new AppError('person.not-found');
  const words =
    action === 'send' ? { seen: view.signedSha256 ?? undefined } : { comment: 'Ministeriet har bekræftet modtagelsen i telefonen.' };
  await inTransaction(database, (tx) => actOnCase(tx, { caseId: view.id, action, actor, now, signedInFresh: true, ...words }));
}
