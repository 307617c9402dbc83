import { headerOf, messageIdsIn, readHeaders, type HeaderFields } from './headers.js';

const ACTIONS = ['failed', 'delayed', 'relayed', 'expanded', 'delivered'] as const;

export type DeliveryAction = (typeof ACTIONS)[number];

export interface RecipientReport {
  action: DeliveryAction;
  /** `5.1.1` (RFC 3463), when given. */
  status?: string;
  finalRecipient?: string;
}

/** What a mail system says became of a mail (RFC 3464). The top fields are those of the recipient who fared worst. */
export interface DeliveryReport extends RecipientReport {
  /** Of the mail reported on, from the headers that came back; with angle brackets. */
  originalMessageId?: string;
  recipients: RecipientReport[];
}

/** What the reader's mail program says was done with a mail (RFC 8098). */
export interface DispositionNotification {
  originalMessageId?: string;
  /** `displayed`, `deleted`, `processed` … in lower case. */
  disposition: string;
  finalRecipient?: string;
}

/** A MIME part as the report readers need it. */
export interface ReportPart {
  contentType: string;
  content: Buffer;
}

const MOST_RECIPIENTS = 500;
const address = (value: string | undefined): string | undefined =>
  value
    ?.replace(/^[^;]*;/, '')
    .trim()
    .replace(/^<|>$/g, '') || undefined;

function recipientReport(fields: HeaderFields): RecipientReport | undefined {
  const said = headerOf(fields, 'action')
    ?.toLowerCase()
    .split(/[\s(;]/)[0];
  const status = /\d\.\d{1,3}\.\d{1,3}/.exec(headerOf(fields, 'status') ?? '')?.[0];
  const action = ACTIONS.find((known) => known === said);
  if (!action) return undefined;
  return { action, status, finalRecipient: address(headerOf(fields, 'final-recipient') ?? headerOf(fields, 'original-recipient')) };
}

/** The blocks of fields in a status part: one for the message, then one for each recipient. */
function blocksOf(content: Buffer): HeaderFields[] {
  const blocks = content
    .subarray(0, 1024 * 1024)
    .toString('utf8')
    .split(/(?:\r?\n){2,}/);
  return blocks.slice(0, MOST_RECIPIENTS + 1).map((block) => readHeaders(Buffer.from(block)));
}

function returnedMessageId(parts: readonly ReportPart[]): string | undefined {
  const returned = parts.filter(({ contentType }) => /^(text\/rfc822-headers|message\/(rfc822|global)(-headers)?)$/.test(contentType));
  return returned.map(({ content }) => messageIdsIn(headerOf(readHeaders(content), 'message-id'))[0]).find((id) => id !== undefined);
}

/** Reads a delivery report from the parts of a mail; undefined when there is none or it names no action that RFC 3464 knows. */
export function readDeliveryReport(parts: readonly ReportPart[]): DeliveryReport | undefined {
  const blocks = parts
    .filter(({ contentType }) => /^message\/(global-)?delivery-status$/.test(contentType))
    .flatMap(({ content }) => blocksOf(content));
  const recipients = blocks.map(recipientReport).filter((report) => report !== undefined);
  const worst = ACTIONS.map((action) => recipients.find((report) => report.action === action)).find((report) => report !== undefined);
  return worst && { ...worst, recipients, originalMessageId: returnedMessageId(parts) };
}

/** Reads a disposition notification ("read receipt") from the parts of a mail. */
export function readDispositionNotification(parts: readonly ReportPart[]): DispositionNotification | undefined {
  const part = parts.find(({ contentType }) => contentType === 'message/disposition-notification');
  if (!part) return undefined;
  const fields = readHeaders(part.content);
  const said = headerOf(fields, 'disposition')?.split(';').at(-1)?.trim().toLowerCase().split('/')[0];
  if (!said) return undefined;
  return {
    disposition: said,
    originalMessageId: messageIdsIn(headerOf(fields, 'original-message-id'))[0] ?? returnedMessageId(parts),
    finalRecipient: address(headerOf(fields, 'final-recipient')),
  };
}
