import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { localDateOf } from '@genmaele/calendar';
import { AppError } from '@genmaele/contracts';
import { type Hearing, hearingById } from '@genmaele/intake';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, rowsOf, type Tx } from '@genmaele/platform';
import { firstState } from '@genmaele/workflow';
import { inheritConfidence } from './confide-case.js';
import { type DataSource } from 'typeorm';
import { linkHearing } from './case-hearings.js';
import { routeCase } from './case-route.js';
import { promiseDeadlineAlarms } from './plan-alarms.js';
import { planCase } from './plan-case.js';

/**
 * The job `case.open`: a hearing that has been read gets its case, with the responsible office, the committee that the bill's words point
 * to, and the plan backwards from the deadline. One case a hearing, however often it is asked for.
 */
export async function openCase(database: DataSource, hearingId: string, context: JobContext): Promise<void> {
  const hearing = await hearingById(database, hearingId);
  if (hearing.state !== 'read') throw new AppError('bill.unread');
  await context.finish(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(4711003)');
    const [existing] = await rowsOf(tx, 'SELECT case_id FROM case_hearing WHERE hearing_id = $1 LIMIT 1', [hearingId]);
    if (existing) return;
    const caseId = await insertCase(tx, hearing, context.now);
    await inheritConfidence(tx, caseId, context.now);
    await appendAudit(tx, { action: 'case.open', subject: `case:${caseId}`, facts: { hearingId } }, context.now);
    crashPoint('case.open');
  });
}

async function insertCase(tx: Tx, hearing: Hearing, now: Date): Promise<string> {
  const { kleNumber, officeName, committeeId, reasons } = await routeCase(tx, hearing.subjectWords, null, now);
  const plan = await planCase(tx, hearing.deadline, committeeId, now, { kind: 'response', receivedAt: hearing.receivedAt, officeName });
  const caseId = randomUUID();
  await tx.query(
    `INSERT INTO response_case (id, number, hearing_id, title, state, version, office_name, committee_id, committee_reasons, plan, opened_at, changed_at,
                                confidential, kle_number)
     VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $10, $11, $12)`,
    [
      caseId,
      await nextNumber(tx, localDateOf(now).slice(0, 4)),
      hearing.id,
      hearing.title ?? 'Lovforslag uden titel',
      firstState,
      officeName,
      committeeId,
      JSON.stringify(reasons),
      JSON.stringify(plan),
      now,
      hearing.round === 'pre-hearing',
      kleNumber,
    ],
  );
  await linkHearing(tx, caseId, hearing.id, now);
  await promiseDeadlineAlarms(tx, caseId, hearing.deadline, now);
  return caseId;
}

/** Case numbers run from 1 each year: `S-2026-0001`. The caller holds the lock that orders them. */
export async function nextNumber(tx: Tx, year: string): Promise<string> {
  const [row] = await rowsOf<{ count: string }>(tx, `SELECT count(*) FROM response_case WHERE number LIKE $1`, [`S-${year}-%`]);
  return `S-${year}-${String(Number(row?.count ?? 0) + 1).padStart(4, '0')}`;
}
