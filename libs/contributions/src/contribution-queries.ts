import { type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { AppError, type ContributionContent } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { municipalityName } from './municipality-name.js';
import { isRequestOpen, mayRemind } from './request-rules.js';

/** A version that was saved; `content` as its writer left it. */
export interface ContributionVersionView {
  readonly number: number;
  readonly content: ContributionContent;
  readonly sha256: string;
  readonly sent: boolean;
  readonly author: string;
  readonly savedAt: Date;
}

/** What a municipality is asked, as its contact sees it: of the case the hearing's title and the ministry, nothing else. */
export interface AskedContribution {
  readonly id: string;
  readonly municipalityCode: string;
  readonly municipality: string;
  readonly caseNumber: string;
  readonly hearingTitle: string | null;
  readonly ministryName: string;
  readonly question: string;
  /** As the officer gave it. */
  readonly deadline: string;
  /** Whether it may still be written. */
  readonly open: boolean;
  /** When the version that is the municipality's answer was sent. */
  readonly sentAt: Date | null;
}

type AskedRow = Omit<AskedContribution, 'municipality' | 'open'> & { deadlineAt: Date; endedAt: Date | null };

const askedColumns = `c.id, c.municipality_code AS "municipalityCode", k.number AS "caseNumber", h.title AS "hearingTitle", h.ministry_name AS "ministryName",
  r.question, r.deadline, r.deadline_at AS "deadlineAt", r.ended_at AS "endedAt",
  (SELECT max(v.saved_at) FROM contribution_version v WHERE v.contribution_id = c.id AND v.sent) AS "sentAt"`;
const askedTables = `contribution c JOIN contribution_request r ON r.id = c.request_id JOIN response_case k ON k.id = r.case_id
  LEFT JOIN hearing h ON h.id = k.hearing_id`;

function asAsked({ deadlineAt, endedAt, ...row }: AskedRow, now: Date): AskedContribution {
  return { ...row, municipality: municipalityName(row.municipalityCode), open: isRequestOpen({ deadlineAt, endedAt }, now) };
}

/** What the viewer's own municipalities are asked, those that may still be answered first, by deadline; at most 500. */
export async function listAskedContributions(db: DataSource | Tx, viewer: Viewer): Promise<AskedContribution[]> {
  const rows = await rowsOf<AskedRow>(
    db,
    `SELECT ${askedColumns} FROM ${askedTables} WHERE ${visibleTo('own-contribution', 'c', 1)}
     ORDER BY r.ended_at IS NOT NULL OR r.deadline_at < $3, r.deadline_at, c.municipality_code, c.id LIMIT 500`,
    viewerParameters(viewer),
  );
  return rows.map((row) => asAsked(row, viewer.now));
}

/** A contribution with its versions, the newest first: its own municipality reads every one, others those that were sent. Errors: `contribution.not-found`. */
export async function contributionView(
  db: DataSource | Tx,
  id: string,
  viewer: Viewer,
): Promise<AskedContribution & { versions: ContributionVersionView[] }> {
  const parameters = [...viewerParameters(viewer), id];
  const [row] = await rowsOf<AskedRow>(
    db,
    `SELECT ${askedColumns} FROM ${askedTables} WHERE c.id = $4 AND ${visibleTo('contribution', 'c', 1)}`,
    parameters,
  );
  if (!row) throw new AppError('contribution.not-found');
  const versions = await rowsOf<ContributionVersionView>(
    db,
    `SELECT v.number, v.content, v.sha256, v.sent, p.name AS author, v.saved_at AS "savedAt"
     FROM contribution c JOIN contribution_version v ON v.contribution_id = c.id JOIN person p ON p.id = v.author_id
     WHERE c.id = $4 AND (v.sent OR ${visibleTo('own-contribution', 'c', 1)}) ORDER BY v.number DESC`,
    parameters,
  );
  return { ...asAsked(row, viewer.now), versions };
}

/** What a municipality sent at one time. */
export interface SentVersion {
  readonly sentAt: Date;
  readonly content: ContributionContent;
  readonly author: string;
}

/** A municipality's answer as whoever asked reads it: the last it sent, and what that replaced, the newest first. */
export interface SentContribution extends SentVersion {
  readonly id: string;
  readonly municipalityCode: string;
  readonly municipality: string;
  readonly earlier: readonly SentVersion[];
}

/** A request as its case shows it. */
export interface ContributionRequestView {
  readonly id: string;
  readonly question: string;
  readonly deadline: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly remindedAt: Date | null;
  readonly endedAt: Date | null;
  readonly open: boolean;
  /** Whether those who have not answered may be reminded today. */
  readonly remindable: boolean;
  readonly contributions: readonly SentContribution[];
  /** Those who have not answered, by name. */
  readonly missing: readonly { readonly code: string; readonly name: string }[];
}

type RequestRow = Omit<ContributionRequestView, 'open' | 'remindable' | 'contributions' | 'missing'> & { deadlineAt: Date };

/** The requests about the case `$4`, and about those that were joined to it, which it answers too. */
const aboutCase = '(r.case_id = $4 OR r.case_id IN (SELECT j.id FROM response_case j WHERE j.joined_to_id = $4))';

/**
 * What municipalities were asked about a case, or about one that was joined to it, and have answered, the newest request first; empty for whoever does not read
 * contributions.
 */
export async function requestsOfCase(db: DataSource | Tx, caseId: string, viewer: Viewer): Promise<ContributionRequestView[]> {
  const parameters = [...viewerParameters(viewer), caseId];
  const requests = await rowsOf<RequestRow>(
    db,
    `SELECT r.id, r.question, r.deadline, r.deadline_at AS "deadlineAt", p.name AS "askedBy", r.asked_at AS "askedAt", r.reminded_at AS "remindedAt",
            r.ended_at AS "endedAt"
     FROM contribution_request r JOIN person p ON p.id = r.asked_by WHERE ${aboutCase} AND ${visibleTo('contribution-request', 'r', 1)}
     ORDER BY r.asked_at DESC, r.id`,
    parameters,
  );
  const answers = await answersOf(db, parameters);
  return requests.map((request) => requestView(request, answers, viewer.now));
}

interface AnswerRow {
  readonly requestId: string;
  readonly id: string;
  readonly code: string;
  /** The newest first; empty when it has not answered. */
  readonly sent: readonly (Omit<SentVersion, 'sentAt'> & { readonly sentAt: string })[];
}

function answersOf(db: DataSource | Tx, parameters: unknown[]): Promise<AnswerRow[]> {
  return rowsOf(
    db,
    `SELECT r.id AS "requestId", c.id, c.municipality_code AS code,
            coalesce((SELECT jsonb_agg(jsonb_build_object('sentAt', v.saved_at, 'content', v.content, 'author', p.name) ORDER BY v.number DESC)
              FROM contribution_version v JOIN person p ON p.id = v.author_id
              WHERE v.contribution_id = c.id AND v.sent AND ${visibleTo('contribution', 'c', 1)}), '[]') AS sent
     FROM contribution_request r JOIN contribution c ON c.request_id = r.id
     WHERE ${aboutCase} AND ${visibleTo('contribution-request', 'r', 1)}`,
    parameters,
  );
}

const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name, 'da');

function requestView({ deadlineAt, ...row }: RequestRow, answers: readonly AnswerRow[], now: Date): ContributionRequestView {
  const own = answers.filter(({ requestId }) => requestId === row.id);
  const open = isRequestOpen({ deadlineAt, endedAt: row.endedAt }, now);
  const contributions = own.flatMap(({ id, code, sent }): SentContribution[] => {
    const [last, ...earlier] = sent.map(({ sentAt, ...rest }) => ({ ...rest, sentAt: new Date(sentAt) }));
    return last ? [{ id, municipalityCode: code, municipality: municipalityName(code), ...last, earlier }] : [];
  });
  contributions.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime() || a.municipalityCode.localeCompare(b.municipalityCode));
  const missing = own.filter(({ sent }) => sent.length === 0).map(({ code }) => ({ code, name: municipalityName(code) }));
  missing.sort(byName);
  return { ...row, open, remindable: open && missing.length > 0 && mayRemind(row, now), contributions, missing };
}
