import { AppError, sha256 } from '@genmaele/contracts';
import { letterLook, type LetterLook } from '@genmaele/documents';
import { keepFile, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type CoverMail, foelgemail } from '@genmaele/templates';
import { type DispatchState } from './dispatch.entity.js';
import { type MailSettings } from './mail-settings.js';
import { composeMail } from './smtp/index.js';

/** A dispatch as the sending job needs it. */
export interface DispatchRow {
  id: string;
  case_id: string;
  recipient: string;
  message_id: string;
  mail_sha256: string;
  attachment_sha256: string;
  state: DispatchState;
  commits: number;
}

/** The dispatch, if it has been prepared. */
export async function findDispatch(tx: Tx, dispatchId: string): Promise<DispatchRow | undefined> {
  const [row] = await rowsOf<DispatchRow>(
    tx,
    'SELECT id, case_id, recipient, message_id, mail_sha256, attachment_sha256, state, commits FROM dispatch WHERE id = $1 FOR UPDATE',
    [dispatchId],
  );
  return row;
}

interface LetterToSend {
  letter_id: string;
  title: string;
  number: string;
  signed_sha256: string | null;
  case_signed: string | null;
  reply_to: string | null;
  case_number: string | null;
  hearing_title: string;
  /** The other drafts that the letter answers. */
  also_titles: string[];
}

/**
 * Composes the mail once and keeps it, with its Message-ID, before anything leaves: every try sends the same bytes. The attachment is the
 * signed letter by the hash the case holds. Errors: `letter.chain-broken`, `letter.not-found`.
 */
export async function prepareDispatch(
  tx: Tx,
  ids: { caseId: string; dispatchId: string },
  { from, look = letterLook() }: Pick<MailSettings, 'from' | 'look'>,
  now: Date,
): Promise<DispatchRow> {
  const letter = await letterToSend(tx, ids.caseId);
  const signed = await readFile(tx, letter.signed_sha256);
  const messageId = `<${ids.dispatchId}@${from.split('@')[1] ?? 'genmaele'}>`;
  const { subject, text } = coverMail(letter, look);
  const mail = await composeMail({
    from,
    to: [letter.reply_to],
    subject,
    text,
    messageId,
    date: now,
    attachments: [{ filename: `${letter.number}.pdf`, contentType: 'application/pdf', content: signed.bytes }],
  });
  const mailSha256 = await keepFile(tx, mail, 'message/rfc822', now);
  const attachmentSha256 = sha256(signed.bytes);
  await tx.query(
    `INSERT INTO dispatch (id, case_id, letter_id, recipient, subject, message_id, mail_sha256, attachment_sha256, state, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9)`,
    [ids.dispatchId, ids.caseId, letter.letter_id, letter.reply_to, subject, messageId, mailSha256, attachmentSha256, now],
  );
  return {
    id: ids.dispatchId,
    case_id: ids.caseId,
    recipient: letter.reply_to,
    message_id: messageId,
    mail_sha256: mailSha256,
    attachment_sha256: attachmentSha256,
    state: 'sending',
    commits: 0,
  };
}

async function letterToSend(tx: Tx, caseId: string): Promise<LetterToSend & { signed_sha256: string; reply_to: string }> {
  const [letter] = await rowsOf<LetterToSend>(
    tx,
    `SELECT l.id AS letter_id, l.title, c.number, l.signed_sha256, c.signed_sha256 AS case_signed, h.reply_to, h.case_number, c.title AS hearing_title, h.also_titles
     FROM response_case c JOIN letter l ON l.id = c.letter_id JOIN case_occasion h ON h.case_id = c.id WHERE c.id = $1`,
    [caseId],
  );
  const { signed_sha256, reply_to } = letter ?? {};
  if (!letter || !signed_sha256 || !reply_to) throw new AppError('letter.not-found');
  if (signed_sha256 !== letter.case_signed) throw new AppError('letter.chain-broken', { link: 'brevet til afsendelse er ikke sagens' });
  return { ...letter, signed_sha256, reply_to };
}

function coverMail({ case_number, hearing_title, also_titles, number }: LetterToSend, { sender, wording }: LetterLook): CoverMail {
  const numbers = { caseId: number, ...(case_number ? { ministryCaseNumber: case_number } : {}) };
  return foelgemail({ sender: sender.name, hearingTitle: [hearing_title, ...also_titles].join('« og »'), ...numbers }, wording);
}
