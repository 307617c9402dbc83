import { drawLink, type LinkKind, type LinkToMail } from '@genmaele/access';
import { type JobContext } from '@genmaele/jobs';
import { type MailSettings } from './mail-settings.js';
import { mailOrFail } from './send-notice.js';

const words: Record<LinkKind, { subject: string; text: (link: LinkToMail, address: string) => string[] }> = {
  invitation: {
    subject: 'Genmæle: vælg din adgangskode',
    text: ({ name, email }, address) => [
      `Kære ${name}`,
      '',
      `Der er oprettet en konto til dig i Genmæle. Du logger på som ${email}. Vælg din adgangskode her:`,
      '',
      address,
      '',
      'Linket virker én gang og i syv dage. Bed om et nyt på siden, hvor man logger på, hvis det er forældet.',
    ],
  },
  reset: {
    subject: 'Genmæle: ny adgangskode',
    text: ({ name }, address) => [
      `Kære ${name}`,
      '',
      'Nogen har bedt om at vælge en ny adgangskode til din konto i Genmæle. Var det dig, så vælg den her:',
      '',
      address,
      '',
      'Linket virker én gang og i en time. Var det ikke dig, skal du intet gøre: den gamle adgangskode virker stadig.',
    ],
  },
};

/**
 * The job `account.link`: mails the link by which a person chooses a password. An e-mail that nobody has is mailed nothing.
 * Errors: `mail.unavailable` (tried again), `notice.refused`.
 */
export async function sendAccountLink(
  linkId: string,
  settings: MailSettings,
  pages: string | undefined,
  context: JobContext,
): Promise<void> {
  const link = await drawLink(context, linkId);
  if (!link) return;
  const { subject, text } = words[link.kind];
  await mailOrFail(settings, {
    recipient: link.email,
    subject,
    text: text(link, new URL(`/adgang/${link.token}`, pages ?? 'http://127.0.0.1').href).join('\r\n'),
    messageId: `<link.${context.workId}.${context.attempt}@genmaele>`,
    date: context.now,
  });
}
