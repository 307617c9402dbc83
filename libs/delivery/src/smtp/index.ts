export { composeMail, UnsafeMailError, type MailAttachment, type OutgoingMail } from './compose-mail.js';
export { sendMail, type SendOptions, type SendResult, type SendTimeouts } from './send-mail.js';
export { MailError, type MailFailure, type MailPhase } from './mail-error.js';
export { readIncomingMail, type IncomingMail } from './read-incoming-mail.js';
export { type DeliveryAction, type DeliveryReport, type DispositionNotification, type RecipientReport } from './delivery-report.js';
export { matchReceipt, type ReceiptCandidate, type ReceiptMail, type ReceiptMatch } from './match-receipt.js';
export { MaildirProbe, type MailProbe } from './mail-probe.js';
