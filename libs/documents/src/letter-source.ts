import { localDateOf } from '@genmaele/calendar';
import { AppError, type DraftContent, type LetterDocument, type LetterSignatory } from '@genmaele/contracts';
import { ministryNameOn } from '@genmaele/intake';
import { rowsOf, type Tx } from '@genmaele/platform';
import {
  hoeringssvar,
  hoeringssvarMedForbehold,
  ingenBemaerkninger,
  type Mark,
  ministerbrev,
  oekonomiskSvar,
  ordfoererbrev,
  supplerendeHoeringssvar,
} from '@genmaele/templates';
import { type DataSource } from 'typeorm';
import { MissingGlyphError, type RenderedLetter, renderLetter } from './pdf/index.js';
import { type LetterLook } from './letter-settings.js';
import { signatoriesOf, signatoriesToBe } from './letter-signatories.js';

/** What a letter is made from: the draft, and the facts of case, hearing and approval around it. */
export interface LetterSource {
  readonly content: DraftContent;
  readonly caseNumber: string;
  readonly hearingTitle: string;
  readonly ministry: string;
  /** The ministry's numbers, one for each hearing that is answered. */
  readonly ministryCaseNumbers: readonly string[];
  /** The other drafts that the letter answers. */
  readonly alsoTitles: readonly string[];
  readonly receivedAt: Date;
  readonly officerName: string;
  readonly officerEmail: string;
  /** Who signs, in the order of the signatures. */
  readonly signatories: readonly LetterSignatory[];
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

interface SourceRow extends Omit<LetterSource, 'signatories' | 'documentId' | 'provisions'> {
  caseId: string;
  ministryId: string;
  committeeName: string | null;
  approvalId: string;
  versionSha256: string;
}

const sourceColumns = `c.number AS "caseNumber", c.title AS "hearingTitle", h.ministry_name AS ministry, h.case_numbers AS "ministryCaseNumbers", h.also_titles AS "alsoTitles",
  h.ministry_id AS "ministryId", h.received_at AS "receivedAt", c.id AS "caseId", v.content,
  author.name AS "officerName", author.email AS "officerEmail", m.name AS "committeeName"`;

/** The source of the letter of an approval. Errors: `letter.not-found`. */
export async function sourceOfApproval(db: DataSource | Tx, approvalId: string): Promise<LetterSource & { versionSha256: string }> {
  const [row] = await rowsOf<SourceRow>(
    db,
    `SELECT ${sourceColumns}, a.id AS "approvalId", a.version_sha256 AS "versionSha256", a.at
     FROM approval a JOIN draft_version v ON v.id = a.version_id JOIN response_case c ON c.id = a.case_id JOIN case_occasion h ON h.case_id = c.id
     JOIN person author ON author.id = v.author_id LEFT JOIN committee m ON m.id = c.committee_id
     WHERE a.id = $1`,
    [approvalId],
  );
  if (!row) throw new AppError('letter.not-found');
  const { committeeName, caseId, ministryId, ...rest } = row;
  const provisions = await namedProvisions(db, caseId, row.content);
  const ministry = await ministryNameOn(db, ministryId, row.ministry, localDateOf(row.at));
  return {
    ...rest,
    ministry,
    provisions,
    signatories: await signatoriesOf(db, caseId, committeeName),
    documentId: `D-${approvalId.slice(0, 8)}`,
  };
}

/** The source of a letter that is not approved yet, for a preview of what the draft in force would become. */
export async function sourceOfDraft(
  db: DataSource | Tx,
  caseId: string,
  content: DraftContent | undefined,
  now: Date,
  { sender }: Pick<LetterLook, 'sender'>,
): Promise<LetterSource> {
  const [row] = await rowsOf<Omit<SourceRow, 'at'>>(
    db,
    `SELECT ${sourceColumns} FROM response_case c JOIN case_occasion h ON h.case_id = c.id LEFT JOIN draft_version v ON v.id = c.current_version_id
     LEFT JOIN person author ON author.id = v.author_id LEFT JOIN committee m ON m.id = c.committee_id WHERE c.id = $1`,
    [caseId],
  );
  const draft = content ?? row?.content;
  if (!row) throw new AppError('case.not-found');
  if (!draft) throw new AppError('letter.not-found');
  return {
    ...row,
    content: draft,
    ministry: await ministryNameOn(db, row.ministryId, row.ministry, localDateOf(now)),
    officerName: row.officerName ?? sender.name,
    officerEmail: row.officerEmail ?? sender.email,
    signatories: await signatoriesToBe(db, caseId, row.committeeName, localDateOf(now)),
    documentId: 'UDKAST',
    provisions: await namedProvisions(db, caseId, draft),
    at: now,
  };
}

const provisionsSql = `WITH RECURSIVE below AS (
    SELECT l.linked_at, p.hearing_id, p.address AS named, p.position AS top, p.position, p.label, p.text
    FROM case_hearing l JOIN provision p ON p.hearing_id = l.hearing_id WHERE l.case_id = $1 AND p.address = ANY($2)
    UNION ALL
    SELECT b.linked_at, b.hearing_id, b.named, b.top, p.position, p.label, p.text
    FROM below b JOIN provision p ON p.hearing_id = b.hearing_id AND p.parent = b.position)
  SELECT named AS address, left(string_agg(trim(label || ' ' || text), E'\\n' ORDER BY position), 100000) AS text
  FROM below GROUP BY linked_at, hearing_id, named, top ORDER BY linked_at, hearing_id, top`;

/** The words of the provisions that the points name, in the order of hearings and bills, each with all that stands below it. */
async function namedProvisions(db: DataSource | Tx, caseId: string, { points }: DraftContent): Promise<NamedProvision[]> {
  const addresses = [...new Set(points.flatMap(({ provisions }) => provisions))];
  if (addresses.length === 0) return [];
  return rowsOf<NamedProvision>(db, provisionsSql, [caseId, addresses]);
}

function commonData(source: LetterSource, { sender }: LetterLook) {
  return {
    sender,
    date: localDateOf(source.at),
    createdAt: source.at.toISOString(),
    caseId: source.caseNumber,
    documentId: source.documentId,
    contact: { name: source.officerName, email: source.officerEmail },
    signatories: [...source.signatories],
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
  if (content.template === 'ordfoererbrev' && content.spokespersons)
    return ordfoererbrev({ ...commonData(source, look), ...content.spokespersons, subject: shortened(source.hearingTitle) }, mark, look);
  return responseOf(source, mark, look);
}

function responseOf(source: LetterSource, mark: Mark, look: LetterLook): LetterDocument {
  const { template, supplements, treatment, economic, reservations, lead } = source.content;
  const data = { ...commonData(source, look), ...hearingData(source, look) };
  if (template === 'ingen-bemaerkninger') return ingenBemaerkninger({ ...data, remarks: lead }, mark, look);
  if (template === 'hoeringssvar-med-forbehold' && treatment) {
    const { body, date } = treatment;
    return hoeringssvarMedForbehold({ ...data, reservations, treatment: { body, ...(date ? { date } : {}) } }, mark, look);
  }
  if (template === 'oekonomisk-svar' && economic) return oekonomiskSvar({ ...data, ...economic, reservations }, mark, look);
  if (template !== 'supplerende-hoeringssvar' || !supplements) return hoeringssvar({ ...data, reservations }, mark, look);
  const { date, documentId, body, treated, outcome } = supplements;
  const earlier = { date, ...(documentId ? { documentId } : {}) };
  return supplerendeHoeringssvar({ ...data, earlier, treatment: { body, ...(treated ? { date: treated } : {}) }, outcome }, mark, look);
}

/** What is answered: the leading hearing first, and the others whose drafts the letter answers too. */
function hearingData(source: LetterSource, look: LetterLook) {
  const numbers = [...new Set(source.ministryCaseNumbers)].join(' og ');
  return {
    settings: look.sha256,
    provisions: [...source.provisions],
    hearingTitle: shortened(source.hearingTitle),
    alsoTitles: source.alsoTitles.map(shortened),
    ministry: source.ministry,
    ...(numbers ? { ministryCaseNumber: numbers } : {}),
    received: localDateOf(source.receivedAt),
    ...(source.versionSha256 ? { approvedVersion: source.versionSha256 } : {}),
  };
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
