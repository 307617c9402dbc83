import { type DraftContent, draftHash, sha256 } from '@genmaele/contracts';
import { CommandError } from '../command-error.js';
import { type JourneyHashes } from './journey-record.js';

/** What was gathered at the end of the way, each from a place of its own. */
export interface Gathered {
  /** The draft that the chair approved, as the case shows it. */
  readonly draft: DraftContent;
  /** The hashes that the case holds. */
  readonly case: { readonly approvedSha256: string | null; readonly renderedSha256: string | null; readonly signedSha256: string | null };
  /** The hashes that the letter holds. */
  readonly letter: { readonly versionSha256: string; readonly renderedSha256: string; readonly signedSha256: string | null };
  readonly dispatch: { readonly mailSha256: string; readonly attachmentSha256: string };
  /** The letter as the api hands it out. */
  readonly pdf: Buffer;
  /** The mail as the mailbox kept it, and the hash of the PDF in it. */
  readonly mail: Buffer;
  readonly attachment: string | undefined;
}

const endOfFile = Buffer.from('%%EOF');

/** Whether some whole revision of a PDF has this hash: a signature is added behind the rendered letter, whose bytes stay as they were. */
export function holdsRevision(pdf: Buffer, hash: string): boolean {
  for (let at = pdf.indexOf(endOfFile); at >= 0; at = pdf.indexOf(endOfFile, at + 1)) {
    const end = at + endOfFile.length;
    if ([end, end + 1, end + 2].some((length) => length <= pdf.length && sha256(pdf.subarray(0, length)) === hash)) return true;
  }
  return false;
}

/**
 * Checks that what was approved is what was rendered, signed, sent and received, computing each hash anew from what lies at hand.
 * Errors: a CommandError that names the broken link.
 */
export function checkChain(gathered: Gathered): JourneyHashes {
  const { draft, case: ofCase, letter, dispatch, pdf, mail, attachment } = gathered;
  const [approved, signed] = [draftHash(draft, []), sha256(pdf)];
  const links: [holds: boolean, link: string][] = [
    [approved === ofCase.approvedSha256, 'den godkendte version er ikke det udkast, sagen viser'],
    [approved === letter.versionSha256, 'brevet er ikke dannet af den godkendte version'],
    [letter.renderedSha256 === ofCase.renderedSha256, 'sagen og brevet er ikke enige om det dannede brev'],
    [holdsRevision(pdf, letter.renderedSha256), 'det dannede brev ligger ikke i det underskrevne'],
    [signed === ofCase.signedSha256 && signed === letter.signedSha256, 'det underskrevne brev er ikke sagens'],
    [signed === dispatch.attachmentSha256, 'afsendelsen bar et andet brev'],
    [sha256(mail) === dispatch.mailSha256, 'mailen i postkassen er ikke den, der blev sendt'],
    [attachment === signed, 'mailens vedhæftning er ikke det underskrevne brev'],
  ];
  const broken = links.find(([holds]) => !holds);
  if (broken) throw new CommandError('Kæden fra godkendelse til afsendelse holder ikke.', `${broken[1]}.`, 'Se sagen, og meld fejlen.');
  return { approvedVersion: approved, renderedPdf: letter.renderedSha256, signedPdf: signed, mailAttachment: signed };
}
