/** Whether the end of the message may have reached the server: before it nothing can have been accepted. */
export type MailPhase = 'before-dot' | 'after-dot';

export interface MailFailure {
  phase: MailPhase;
  permanent: boolean;
  code: string;
  response?: string;
  command?: string;
}

/** A mail that was not (or not knowably) accepted by the server. */
export class MailError extends Error {
  override name = 'MailError';
  readonly phase: MailPhase;
  /** True when the server (or our own rules) will refuse the same mail again: a 5xx reply, a mail over the server's size. Never resend it blindly. */
  readonly permanent: boolean;
  /** As Node or nodemailer names it: ECONNREFUSED, ETIMEDOUT, EAUTH, EENVELOPE, EMESSAGE, ETLS, EPROTOCOL … */
  readonly code: string;
  /** The server's own reply line, when it gave one. */
  readonly response?: string;
  /** The SMTP command that failed. */
  readonly command?: string;

  constructor(message: string, failure: MailFailure, cause?: unknown) {
    super(message, { cause });
    this.phase = failure.phase;
    this.permanent = failure.permanent;
    this.code = failure.code;
    this.response = failure.response;
    this.command = failure.command;
  }

  /** True when the server may hold the mail: the end was sent and no reply came. Look for it before sending again. */
  get uncertain(): boolean {
    return this.phase === 'after-dot' && this.response === undefined;
  }
}
