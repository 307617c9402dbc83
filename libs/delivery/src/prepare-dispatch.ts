import { randomUUID } from 'node:crypto';
import { letterAddresses } from '@genmaele/cases';
import { AppError, sha256 } from '@genmaele/contracts';
import { letterLook, type LetterLook } from '@genmaele/documents';
import { keepFile, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type CoverMail, foelgemail } from '@genmaele/templates';
import { currentDispatches, type DispatchRow } from './current-dispatches.js';
import { type MailSettings } from './mail-settings.js';
import { composeMail } from './smtp/index.js';

interface LetterToSend {
  letter_id: string;
  title: string;
  number: string;
  signed_sha256: string | null;
  case_signed: string | null;
  case_number: string | null;
  hearing_title: string;
  /** The other drafts that the letter answers. */
  also_titles: string[];
}

type SignedLetter = LetterToSend & { signed_sha256: string };

/**
 * The dispatches that the letter's way to everyone consists of, one for each address. What is missing is composed and kept, with a Message-ID of
 * its own, before anything leaves: every try sends the same bytes. An address that has the letter, or may have it, from an earlier sending gets no
 * second mail; one that refused or returned it gets a new one. The attachment is the signed letter by the hash the case holds.
 * Errors: `letter.chain-broken`, `letter.not-found` (no letter, or nobody to send it to).
 */
export async function prepareDispatches(
  tx: Tx,
  ids: { caseId: string; dispatchId: string },
  settings: Pick<MailSettings, 'from' | 'look'>,
  now: Date,
): Promise<DispatchRow[]> {
  const letter = await letterToSend(tx, ids.caseId);
  const addresses = await letterAddresses(tx, ids.caseId);
  if (addresses.length === 0) throw new AppError('letter.not-found');
  const current = await currentDispatches(tx, ids.caseId);
  for (const address of addresses) {
    const last = current.find(({ recipient }) => recipient.toLowerCase() === address.toLowerCase());
    if (last && (last.sending_id === ids.dispatchId || !(last.state === 'refused' || last.state === 'returned'))) continue;
    await prepare(tx, { ...ids, letter, addresses, address, round: (last?.round ?? 0) + 1 }, settings, now);
  }
  return currentDispatches(tx, ids.caseId);
}

interface Preparation {
  readonly caseId: string;
  readonly dispatchId: string;
  readonly letter: SignedLetter;
  /** Everyone's, as the mail names them. */
  readonly addresses: readonly string[];
  /** The one that this mail goes to. */
  readonly address: string;
  readonly round: number;
}

async function prepare(
  tx: Tx,
  given: Preparation,
  { from, look = letterLook() }: Pick<MailSettings, 'from' | 'look'>,
  now: Date,
): Promise<void> {
  const { letter } = given;
  const id = randomUUID();
  const signed = await readFile(tx, letter.signed_sha256);
  const messageId = `<${id}@${from.split('@')[1] ?? 'genmaele'}>`;
  const { subject, text } = coverMail(letter, look);
  const mail = await composeMail({
    from,
    to: given.addresses,
    subject,
    text,
    messageId,
    date: now,
    attachments: [{ filename: `${letter.number}.pdf`, contentType: 'application/pdf', content: signed.bytes }],
  });
  const mailSha256 = await keepFile(tx, mail, 'message/rfc822', now);
  await tx.query(
    `INSERT INTO dispatch (id, sending_id, case_id, letter_id, recipient, subject, message_id, mail_sha256, attachment_sha256, round, state, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'sending', $11)`,
    [
      id,
      given.dispatchId,
      given.caseId,
      letter.letter_id,
      given.address,
      subject,
      messageId,
      mailSha256,
      sha256(signed.bytes),
      given.round,
      now,
    ],
  );
}

async function letterToSend(tx: Tx, caseId: string): Promise<SignedLetter> {
  const [letter] = await rowsOf<LetterToSend>(
    tx,
    `SELECT l.id AS letter_id, l.title, c.number, l.signed_sha256, c.signed_sha256 AS case_signed, h.case_number, c.title AS hearing_title, h.also_titles
     FROM response_case c JOIN letter l ON l.id = c.letter_id JOIN case_occasion h ON h.case_id = c.id WHERE c.id = $1`,
    [caseId],
  );
  const { signed_sha256 } = letter ?? {};
  if (!letter || !signed_sha256) throw new AppError('letter.not-found');
  if (signed_sha256 !== letter.case_signed) throw new AppError('letter.chain-broken', { link: 'brevet til afsendelse er ikke sagens' });
  return { ...letter, signed_sha256 };
}

function coverMail({ case_number, hearing_title, also_titles, number }: LetterToSend, { sender, wording }: LetterLook): CoverMail {
  const numbers = { caseId: number, ...(case_number ? { ministryCaseNumber: case_number } : {}) };
  return foelgemail({ sender: sender.name, hearingTitle: [hearing_title, ...also_titles].join('« og »'), ...numbers }, wording);
}
