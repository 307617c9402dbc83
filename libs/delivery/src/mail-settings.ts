import { AppError } from '@genmaele/contracts';
import { letterLook, type LetterLook } from '@genmaele/documents';
import { type Environment } from '@genmaele/platform';
import { MaildirProbe, type MailProbe } from './smtp/index.js';

/** Where mail leaves, in whose name, and where to look when it is uncertain whether one left. */
export interface MailSettings {
  readonly url: string;
  readonly from: string;
  /** A mail leaves over TLS or not at all. */
  readonly requireTls: boolean;
  readonly probe: MailProbe | undefined;
  /** Whose words the mail with a letter uses; left out: the association's own. */
  readonly look?: LetterLook;
}

/** The mail settings of this process. Errors: `environment.invalid` when there is no mail server, `letter-settings.invalid`. */
export function mailSettings(env: Environment): MailSettings {
  if (!env.MAIL_URL) throw new AppError('environment.invalid', { problem: 'MAIL_URL mangler' });
  const tls = env.MAIL_TLS ?? (env.NODE_ENV === 'production' ? 'required' : 'offered');
  return {
    url: env.MAIL_URL,
    requireTls: tls === 'required',
    from: env.MAIL_FROM,
    look: letterLook(env.LETTER_SETTINGS),
    probe: env.SENT_MAIL_DIR ? new MaildirProbe(env.SENT_MAIL_DIR) : undefined,
  };
}
