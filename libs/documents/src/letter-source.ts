import { localDateOf } from '@genmaele/calendar';
import { AppError, type DraftContent, type LetterDocument } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { hoeringssvar, type Mark, ministerbrev } from '@genmaele/templates';
import { type DataSource } from 'typeorm';
import { MissingGlyphError, type RenderedLetter, renderLetter } from './pdf/index.js';
import { type LetterLook } from './letter-settings.js';

/** The signature field of the chair who approved. */
export const signatureField = 'underskrift';

/** What a letter is made from: the draft, and the facts of case, hearing and approval around it. */
export interface LetterSource {
  readonly content: DraftContent;
  readonly caseNumber: string;
  readonly hearingTitle: string;
  readonly ministry: string;
  readonly ministryCaseNumber: string | null;
  readonly receivedAt: Date;
  readonly officerName: string;
  readonly officerEmail: string;
  readonly signatoryName: string;
  readonly signatoryFunction: string;
  /** When it was approved: the letter's date. Nothing in a letter comes from the machine's clock. */
  readonly at: Date;
  readonly documentId: string;
  /** The bill's words at the addresses that the points name. */
  readonly provisions: readonly NamedProvision[];
  /** Hash of the approved version; left out of a preview. */
  readonly versionSha256?: string;
}

/** A provision of the bill that a point names. */
export interface NamedProvision {
  readonly address: string;
  readonly text: string;
}

interface SourceRow extends Omit<LetterSource, 'signatoryFunction' | 'documentId' | 'provisions'> {
  hearingId: string;
  committeeName: string | null;
  approvalId: string;
  versionSha256: string;
}

const sourceColumns = `c.number AS "caseNumber", c.title AS "hearingTitle", h.ministry_name AS ministry, h.case_number AS "ministryCaseNumber",
  h.received_at AS "receivedAt", h.id AS "hearingId", v.content, author.name AS "officerName", author.email AS "officerEmail", m.name AS "committeeName"`;

/** The source of the letter of an approval. Errors: `letter.not-found`. */
export async function sourceOfApproval(db: DataSource | Tx, approvalId: string): Promise<LetterSource & { versionSha256: string }> {
  const [row] = await rowsOf<SourceRow>(
    db,
    `SELECT ${sourceColumns}, a.id AS "approvalId", a.version_sha256 AS "versionSha256", a.at, chair.name AS "signatoryName"
     FROM approval a JOIN draft_version v ON v.id = a.version_id JOIN response_case c ON c.id = a.case_id JOIN hearing h ON h.id = c.hearing_id
     JOIN person author ON author.id = v.author_id JOIN person chair ON chair.id = a.person_id LEFT JOIN committee m ON m.id = c.committee_id
     WHERE a.id = $1`,
    [approvalId],
  );
  if (!row) throw new AppError('letter.not-found');
  const { committeeName, hearingId, ...rest } = row;
  const provisions = await namedProvisions(db, hearingId, row.content);
  return { ...rest, provisions, signatoryFunction: chairOf(committeeName), documentId: `D-${approvalId.slice(0, 8)}` };
}

/** The source of a letter that is not approved yet, for a preview of what the draft in force would become. */
export async function sourceOfDraft(
  db: DataSource | Tx,
  caseId: string,
  content: DraftContent | undefined,
  now: Date,
  { sender }: Pick<LetterLook, 'sender'>,
): Promise<LetterSource> {
  const [row] = await rowsOf<Omit<SourceRow, 'at' | 'signatoryName'>>(
    db,
    `SELECT ${sourceColumns} FROM response_case c JOIN hearing h ON h.id = c.hearing_id LEFT JOIN draft_version v ON v.id = c.current_version_id
     LEFT JOIN person author ON author.id = v.author_id LEFT JOIN committee m ON m.id = c.committee_id WHERE c.id = $1`,
    [caseId],
  );
  const draft = content ?? row?.content;
  if (!row) throw new AppError('case.not-found');
  if (!draft) throw new AppError('letter.not-found');
  return {
    ...row,
    content: draft,
    officerName: row.officerName ?? sender.name,
    officerEmail: row.officerEmail ?? sender.email,
    signatoryName: 'Ikke godkendt',
    signatoryFunction: chairOf(row.committeeName),
    documentId: 'UDKAST',
    provisions: await namedProvisions(db, row.hearingId, draft),
    at: now,
  };
}

const provisionsSql = `WITH RECURSIVE below AS (
    SELECT p.address AS named, p.position AS top, p.position, p.label, p.text FROM provision p WHERE p.hearing_id = $1 AND p.address = ANY($2)
    UNION ALL
    SELECT b.named, b.top, p.position, p.label, p.text FROM below b JOIN provision p ON p.hearing_id = $1 AND p.parent = b.position)
  SELECT named AS address, left(string_agg(trim(label || ' ' || text), E'\\n' ORDER BY position), 100000) AS text
  FROM below GROUP BY named, top ORDER BY top`;

/** The words of the provisions that the points name, in the bill's order, each with all that stands below it. */
async function namedProvisions(db: DataSource | Tx, hearingId: string, { points }: DraftContent): Promise<NamedProvision[]> {
  const addresses = [...new Set(points.flatMap(({ provisions }) => provisions))];
  if (addresses.length === 0) return [];
  return rowsOf<NamedProvision>(db, provisionsSql, [hearingId, addresses]);
}

function chairOf(committee: string | null): string {
  return committee ? `Formand for ${committee}` : 'Formand';
}

function commonData(source: LetterSource, { sender }: LetterLook) {
  return {
    sender,
    date: localDateOf(source.at),
    createdAt: source.at.toISOString(),
    caseId: source.caseNumber,
    documentId: source.documentId,
    contact: { name: source.officerName, email: source.officerEmail },
    signatories: [{ field: signatureField, name: source.signatoryName, function: source.signatoryFunction }],
    lead: source.content.lead,
    sections: source.content.sections,
    points: source.content.points,
  };
}

/** The template's document for a source, in the look of the house. */
export function letterOf(source: LetterSource, mark: Mark, look: LetterLook): LetterDocument {
  const { content } = source;
  if (content.template === 'ministerbrev' && content.recipient) {
    const { title, name } = content.recipient;
    const recipient = { title, name, ministry: source.ministry, salutation: `${title} ${name}` };
    return ministerbrev({ ...commonData(source, look), recipient, subject: shortened(source.hearingTitle) }, mark, look);
  }
  return hoeringssvar(
    {
      ...commonData(source, look),
      settings: look.sha256,
      provisions: [...source.provisions],
      hearingTitle: shortened(source.hearingTitle),
      ministry: source.ministry,
      ...(source.ministryCaseNumber ? { ministryCaseNumber: source.ministryCaseNumber } : {}),
      received: localDateOf(source.receivedAt),
      ...(source.versionSha256 ? { approvedVersion: source.versionSha256 } : {}),
      reservations: content.reservations,
    },
    mark,
    look,
  );
}

/** A title that fits a letter: bills can carry a title of many lines. */
function shortened(title: string): string {
  return title.length <= 290 ? title : `${title.slice(0, title.lastIndexOf(' ', 285))} …`;
}

/** The character itself where it can be seen, else its code: a mark that turns the reading direction would turn the message too. */
function shown({ character, codePoint }: MissingGlyphError): string {
  return /\p{C}/u.test(character) ? codePoint : character;
}

/** Draws the letter. Errors: `draft.character-unprintable`, naming a character that the faces do not have. */
export function drawLetter(letter: LetterDocument, { fonts }: Pick<LetterLook, 'fonts'>): RenderedLetter {
  try {
    return renderLetter(letter, fonts);
  } catch (error) {
    if (error instanceof MissingGlyphError)
      throw new AppError('draft.character-unprintable', { character: shown(error) }, { cause: error });
    throw error;
  }
}
