import { type IncomingMail } from './read-incoming-mail.js';

/** A mail of ours that may be answered. */
export interface ReceiptCandidate {
  dispatchId: string;
  /** With angle brackets, as it was sent. */
  messageId: string;
  /** The ministry's case number, when known. */
  caseNumber?: string;
}

export type ReceiptMatch =
  | { certainty: 'certain'; dispatchId: string; by: 'original-message-id' | 'in-reply-to' | 'references' }
  /** Only the case number in the subject points to it: a person decides. */
  | { certainty: 'doubtful'; dispatchIds: string[]; by: 'case-number' }
  | { certainty: 'none' };

/** What a mail must say of itself to be matched. */
export type ReceiptMail = Pick<IncomingMail, 'subject' | 'inReplyTo' | 'references' | 'deliveryReport' | 'dispositionNotification'>;

/** Case numbers shorter than this prove nothing. */
const SHORTEST_CASE_NUMBER = 5;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

const squeezed = (text: string): string => text.normalize('NFKC').replace(/[‐-―]/g, '-').replace(/\s+/g, ' ').trim().toLowerCase();

/** True when the number stands in the subject as a whole: 2022-7022 is not in 2022-70221. */
function namesCase(subject: string, caseNumber: string): boolean {
  const [line, number] = [squeezed(subject), squeezed(caseNumber)];
  if (number.length < SHORTEST_CASE_NUMBER || !/\d/.test(number)) return false;
  for (let at = line.indexOf(number); at >= 0; at = line.indexOf(number, at + 1)) {
    const [before, after] = [line.charAt(at - 1), line.charAt(at + number.length)];
    if (!LETTER_OR_DIGIT.test(before) && !LETTER_OR_DIGIT.test(after)) return true;
  }
  return false;
}

/**
 * Finds which of our mails a mail answers. A report on a mail counts by that mail's Message-ID alone; an answer by
 * In-Reply-To, then by References from the latest back; a case number in the subject is only a proposal.
 */
export function matchReceipt(mail: ReceiptMail, candidates: readonly ReceiptCandidate[]): ReceiptMatch {
  const sent = new Map(candidates.map(({ messageId, dispatchId }) => [messageId, dispatchId]));
  const original = mail.deliveryReport?.originalMessageId ?? mail.dispositionNotification?.originalMessageId;
  const pointers = [
    ['original-message-id', original ? [original] : []],
    ['in-reply-to', mail.inReplyTo ? [mail.inReplyTo] : []],
    ['references', [...mail.references].reverse()],
  ] as const;
  for (const [by, ids] of pointers) {
    const dispatchId = ids.map((id) => sent.get(id)).find((found) => found !== undefined);
    if (dispatchId !== undefined) return { certainty: 'certain', dispatchId, by };
    if (by === 'original-message-id' && original) return { certainty: 'none' };
  }
  const named = candidates.filter(({ caseNumber }) => caseNumber !== undefined && namesCase(mail.subject, caseNumber));
  if (named.length === 0) return { certainty: 'none' };
  return { certainty: 'doubtful', dispatchIds: [...new Set(named.map(({ dispatchId }) => dispatchId))], by: 'case-number' };
}
