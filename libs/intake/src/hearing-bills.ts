import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, type BillLinkBody } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ReceivedBy } from './receive.js';

/** A bill that came of a hearing, from a day to the day before another. */
export interface LinkedBill {
  billId: string;
  designation: string;
  session: string;
  title: string | null;
  /** The designation of the bill that parliament split it from. */
  splitFrom: string | null;
  validFrom: string;
  validTo: string | null;
}

/** The bills that came of a hearing, ended links too: in the order of session and designation. */
export async function billsOf(db: DataSource | Tx, hearingId: string): Promise<LinkedBill[]> {
  return rowsOf(
    db,
    `SELECT b.id AS "billId", b.designation, b.session, b.title, whole.designation AS "splitFrom", l.valid_from::text AS "validFrom", l.valid_to::text AS "validTo"
     FROM hearing_bill l JOIN bill b ON b.id = l.bill_id LEFT JOIN bill whole ON whole.id = b.split_from_id
     WHERE l.hearing_id = $1 ORDER BY b.session, b.designation, l.valid_from`,
    [hearingId],
  );
}

/** The hearings that a bill came of, on a day (`2026-12-18`). */
export async function hearingsOfBill(db: DataSource | Tx, designation: string, session: string, day: string): Promise<string[]> {
  const rows = await rowsOf<{ hearing_id: string }>(
    db,
    `SELECT l.hearing_id FROM hearing_bill l JOIN bill b ON b.id = l.bill_id
     WHERE b.designation = $1 AND b.session = $2 AND l.valid_from <= $3 AND (l.valid_to IS NULL OR l.valid_to > $3) ORDER BY 1`,
    [designation, session, day],
  );
  return rows.map(({ hearing_id }) => hearing_id);
}

/**
 * Says that a bill came of a hearing, from a day on. `L 51 A` is noted as split from `L 51` where that one is known, and the whole bill's own link to the
 * hearing then ends on the day of the split. The same link twice is one. Errors: `hearing.not-found`.
 */
export async function linkBill(tx: Tx, hearingId: string, body: BillLinkBody, by: ReceivedBy): Promise<void> {
  const [hearing] = await rowsOf(tx, 'SELECT id FROM hearing WHERE id = $1 FOR UPDATE', [hearingId]);
  if (!hearing) throw new AppError('hearing.not-found');
  const whole = /^[LB] \d+(?= [A-ZÆØÅ]$)/.exec(body.designation)?.[0];
  const wholeId = whole && (await billId(tx, whole, body.session));
  const [bill] = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO bill (id, designation, session, title, split_from_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session, designation) DO UPDATE SET title = coalesce(excluded.title, bill.title),
       split_from_id = coalesce(bill.split_from_id, excluded.split_from_id) RETURNING id`,
    [randomUUID(), body.designation, body.session, body.title ?? null, wholeId ?? null],
  );
  const [open] = await rowsOf(tx, 'SELECT 1 FROM hearing_bill WHERE hearing_id = $1 AND bill_id = $2 AND valid_to IS NULL', [
    hearingId,
    bill!.id,
  ]);
  if (!open) {
    await tx.query(
      `INSERT INTO hearing_bill (hearing_id, bill_id, valid_from, linked_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (hearing_id, bill_id, valid_from) DO UPDATE SET valid_to = NULL`,
      [hearingId, bill!.id, body.validFrom, by.actorId],
    );
  }
  if (wholeId) await endBillLink(tx, hearingId, wholeId, body.validFrom);
  await logLink(tx, 'hearing.link-bill', hearingId, `${body.designation} (${body.session})`, by);
}

/** Ends the link between a hearing and a bill on a day: it was wrong, or the bill was split. Errors: `hearing.not-found`. */
export async function unlinkBill(tx: Tx, hearingId: string, bill: string, day: string, by: ReceivedBy): Promise<void> {
  if ((await endBillLink(tx, hearingId, bill, day)) === 0) throw new AppError('hearing.not-found');
  await logLink(tx, 'hearing.unlink-bill', hearingId, bill, by);
}

async function endBillLink(tx: Tx, hearingId: string, bill: string, day: string): Promise<number> {
  const ended = await rowsOf(
    tx,
    'UPDATE hearing_bill SET valid_to = greatest(valid_from, $3::date) WHERE hearing_id = $1 AND bill_id = $2 AND valid_to IS NULL RETURNING bill_id',
    [hearingId, bill, day],
  );
  return ended.length;
}

async function billId(tx: Tx, designation: string, session: string): Promise<string | undefined> {
  const [found] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM bill WHERE designation = $1 AND session = $2', [designation, session]);
  return found?.id;
}

async function logLink(tx: Tx, action: string, hearingId: string, bill: string, by: ReceivedBy): Promise<void> {
  await appendAudit(tx, { actorId: by.actorId, action, subject: `hearing:${hearingId}`, facts: { bill }, requestId: by.requestId }, by.now);
}
