import { randomUUID } from 'node:crypto';

/** A mail as a ministry sends it to the association's mailbox. */
export function incomingMail(headers: readonly string[], text = 'Modtaget, tak.'): string {
  return [
    ...headers,
    'From: Ministeriet <post@ministerium.example>',
    `Message-ID: <${randomUUID()}@ministerium.example>`,
    '',
    text,
    '',
  ].join('\r\n');
}

/** An answer to a mail of ours. */
export const answerTo = (messageId: string) => incomingMail([`In-Reply-To: ${messageId}`, 'Subject: SV: Svar']);

/** A delivery report (RFC 3464) on a mail of ours; `action` as `delivered` or `failed`. */
export function reportOn(messageId: string, action: string, recipient = 'svar@ministerium.example'): string {
  return [
    'From: mailer-daemon@ministerium.example',
    `Message-ID: <${randomUUID()}@ministerium.example>`,
    'Subject: Delivery Status Notification',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'En rapport.',
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; ministerium.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    'Status: 5.1.1',
    '--x',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '--x--',
    '',
  ].join('\r\n');
}
