import { rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type DispatchState } from './dispatch.entity.js';

/** How a letter left and what came back. */
export interface DispatchView {
  id: string;
  /** The sending it is part of; the case's `dispatchId` is the latest. */
  sendingId: string;
  recipient: string;
  subject: string;
  messageId: string;
  state: DispatchState;
  mailSha256: string;
  attachmentSha256: string;
  evidence: Record<string, string | number | boolean>;
  createdAt: Date;
  sentAt: Date | null;
  receipts: { kind: string; at: Date; sender: string; subject: string }[];
}

/** A mail that names a ministry's case number without pointing to a mail of ours: whether it is a receipt, a person decides. */
export interface DoubtfulMail {
  id: string;
  sender: string;
  subject: string;
  receivedAt: Date;
}

/** The mails that a person must look at, latest first. */
export async function doubtfulMails(db: DataSource, most = 50): Promise<DoubtfulMail[]> {
  return rowsOf(
    db,
    `SELECT id, sender, subject, received_at AS "receivedAt" FROM incoming_mail WHERE outcome = 'doubtful' ORDER BY received_at DESC LIMIT $1`,
    [most],
  );
}

/** Every mail with a letter of the case, first to last. */
export async function dispatchesOf(db: DataSource, caseId: string): Promise<DispatchView[]> {
  return rowsOf(
    db,
    `SELECT d.id, d.sending_id AS "sendingId", d.recipient, d.subject, d.message_id AS "messageId", d.state, d.mail_sha256 AS "mailSha256",
            d.attachment_sha256 AS "attachmentSha256", d.evidence, d.created_at AS "createdAt", d.sent_at AS "sentAt",
            coalesce((SELECT jsonb_agg(jsonb_build_object('kind', r.kind, 'at', r.at, 'sender', m.sender, 'subject', m.subject) ORDER BY r.at)
                      FROM receipt r JOIN incoming_mail m ON m.id = r.incoming_mail_id WHERE r.dispatch_id = d.id), '[]') AS receipts
     FROM dispatch d WHERE d.case_id = $1 ORDER BY d.created_at, d.round, d.recipient`,
    [caseId],
  );
}
