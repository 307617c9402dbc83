import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { type Deadline, parseDeadline } from '@genmaele/calendar';
import { AppError, type DocumentKind, type HearingFields, plainText, sha256 } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { crashPoint, inTransaction, keepFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { inspectBill } from './inspect-bill.js';

/** A file that came with a hearing. */
export interface ReceivedFile {
  readonly kind: DocumentKind;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Who sent it in, and when. */
export interface ReceivedBy {
  readonly actorId: string;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/**
 * Takes a hearing in: everything is looked at first, then hearing, documents, the promise to read the bill and the line in the log are
 * written in one transaction. Refused input leaves nothing behind.
 *
 * Errors: `bill.missing`, `bill.empty`, `bill.not-text`, `bill.doctype-refused`, `bill.not-a-bill`, `bill.too-large`,
 * `hearing.ministry-unknown`, `hearing.not-found` (the main round it names), `hearing.deadline-unreadable`, `hearing.duplicate` (its facts name the
 * hearing and what is the same).
 */
export async function receiveHearing(
  database: DataSource,
  fields: HearingFields,
  files: readonly ReceivedFile[],
  by: ReceivedBy,
  uploadLimit: number,
): Promise<{ hearingId: string }> {
  const bill = files.find((file) => file.kind === 'bill');
  if (!bill) throw new AppError('bill.missing');
  await inspectBill(bill.bytes, safeName(bill.fileName), uploadLimit);
  const deadline = readDeadline(fields.deadline);
  const hearingId = randomUUID();
  await inTransaction(database, async (tx) => {
    const ministry = await ministryMeant(tx, fields.ministry);
    const mainHearingId = await mainRound(tx, ministry.id, fields);
    await refuseDuplicate(tx, ministry.id, fields, sha256(bill.bytes));
    const billSha256 = await keepFile(tx, bill.bytes, bill.mediaType, by.now);
    await insertHearing(tx, { hearingId, ministry, mainHearingId, fields, deadline, billSha256, by });
    for (const file of files) {
      const hash = await keepFile(tx, file.bytes, file.mediaType, by.now);
      await tx.query('INSERT INTO hearing_document (id, hearing_id, kind, file_name, sha256) VALUES ($1, $2, $3, $4, $5)', [
        randomUUID(),
        hearingId,
        file.kind,
        safeName(file.fileName),
        hash,
      ]);
    }
    await promiseWork(tx, 'bill.read', { hearingId }, { subject: `hearing:${hearingId}`, once: hearingId, dueAt: by.now, now: by.now });
    await appendAudit(
      tx,
      { actorId: by.actorId, action: 'hearing.receive', subject: `hearing:${hearingId}`, facts: { billSha256 }, requestId: by.requestId },
      by.now,
    );
    crashPoint('api.receive.before-commit');
  });
  crashPoint('api.receive.after-commit');
  return { hearingId };
}

/** A file's name as it may be shown and logged: no folders, no control characters, at most 200 characters. */
export function safeName(name: string): string {
  return plainText(name.split(/[/\\]/).pop() ?? '').slice(0, 200) || 'uden navn';
}

function readDeadline(text: string): Deadline {
  try {
    return parseDeadline(text);
  } catch {
    throw new AppError('hearing.deadline-unreadable', { deadline: text });
  }
}

/** The main round that a supplementary or renewed one follows: the one named, else the latest of the same ministry and case number. */
async function mainRound(tx: Tx, ministryId: string, { round, mainHearingId, caseNumber }: HearingFields): Promise<string | null> {
  if (round !== 'supplementary' && round !== 'renewed') return null;
  const [main] = await rowsOf<{ id: string }>(
    tx,
    `SELECT id FROM hearing WHERE main_hearing_id IS NULL AND (id = $1 OR $1::uuid IS NULL AND ministry_id = $2 AND case_number = $3 AND round = 'main')
     ORDER BY received_at DESC LIMIT 1`,
    [mainHearingId ?? null, ministryId, caseNumber ?? null],
  );
  if (mainHearingId && !main) throw new AppError('hearing.not-found');
  return main?.id ?? null;
}

/** The ministry that a name, a short name or an id means; the name in use now before an old one. Errors: `hearing.ministry-unknown`. */
export async function ministryMeant(tx: Tx, name: string): Promise<{ id: string; name: string }> {
  const [found] = await rowsOf<{ id: string; name: string }>(
    tx,
    `SELECT id, name FROM ministry WHERE lower(name) = lower($1) OR lower(short_name) = lower($1) OR id = $1
     ORDER BY valid_to IS NULL DESC, valid_from DESC NULLS LAST LIMIT 1`,
    [name],
  );
  if (found) return found;
  const known = await rowsOf<{ name: string }>(tx, 'SELECT name FROM ministry WHERE valid_to IS NULL ORDER BY name');
  throw new AppError('hearing.ministry-unknown', { ministry: name, known: known.map((each) => each.name).join(', ') });
}

/**
 * The same bytes, or the same case number of the same ministry in the same round, are the same hearing; one whose bill could not be read does not
 * stand in the way. One lock orders those who ask at once.
 */
async function refuseDuplicate(tx: Tx, ministryId: string, fields: HearingFields, billSha256: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(4711002)');
  const [same] = await rowsOf<{ id: string; bytes: boolean }>(
    tx,
    `SELECT id, bill_sha256 = $1 AS bytes FROM hearing
     WHERE round = $2 AND state <> 'unreadable' AND (bill_sha256 = $1 OR (ministry_id = $3 AND case_number = $4))
     ORDER BY bytes DESC, received_at LIMIT 1`,
    [billSha256, fields.round, ministryId, fields.caseNumber ?? null],
  );
  if (!same) return;
  const sameness = same.bytes ? 'det samme lovforslag, bogstav for bogstav' : 'samme ministerium og sagsnummer';
  throw new AppError('hearing.duplicate', { hearingId: same.id, sameness });
}

interface NewHearing {
  hearingId: string;
  ministry: { id: string; name: string };
  mainHearingId: string | null;
  fields: HearingFields;
  deadline: Deadline;
  billSha256: string;
  by: ReceivedBy;
}

async function insertHearing(tx: Tx, { hearingId, ministry, mainHearingId, fields, deadline, billSha256, by }: NewHearing): Promise<void> {
  await tx.query(
    `INSERT INTO hearing (id, ministry_id, ministry_name, case_number, round, deadline, deadline_at, reply_to, contact, bill_sha256, state,
                          received_by, received_at, main_hearing_id, parties, confidential)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', $11, $12, $13, $14, $15)`,
    [
      hearingId,
      ministry.id,
      ministry.name,
      fields.caseNumber ?? null,
      fields.round,
      fields.deadline,
      deadline.instant,
      fields.replyTo ?? null,
      fields.contact ?? null,
      billSha256,
      by.actorId,
      by.now,
      mainHearingId,
      JSON.stringify(fields.parties ?? []),
      fields.round === 'pre-hearing',
    ],
  );
}
