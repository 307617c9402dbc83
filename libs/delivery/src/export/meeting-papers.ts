import { type ProvenLine, provenLines } from '@genmaele/audit';
import { paperDrawn } from '@genmaele/committees';
import { rowsOf, type Tx } from '@genmaele/platform';

/** What each kind of paper is called in a bundle. */
const fileNames = `CASE p.kind WHEN 'agenda' THEN 'dagsorden' WHEN 'agenda-held' THEN 'dagsorden-som-holdt' ELSE 'referat' END`;

/**
 * A bundle is given on to whoever asked for this case, so what decides is not who took it out: a paper goes with it as it is only when all of it is for
 * anybody who reads meetings. Every other item is open and of no case that is closed now; and minutes are the last ones, and locked.
 */
const wholeIsOpen = `NOT EXISTS (SELECT 1 FROM jsonb_array_elements(s.content->'items') i
    LEFT JOIN response_case o ON o.id = (i->>'caseId')::uuid
    WHERE i->>'caseId' IS DISTINCT FROM $1::uuid::text AND ((i->>'open')::boolean IS NOT TRUE OR o.confidential))
  AND (p.kind <> 'minutes' OR m.state = 'minutes-confirmed'
    AND s.number = (SELECT max(l.number) FROM meeting_minutes l WHERE l.meeting_id = p.meeting_id))`;

/** The papers that were drawn of meetings at which the case was an item, each beside what it was drawn from. */
const papers = `meeting_paper p JOIN committee_meeting m ON m.id = p.meeting_id
  JOIN (SELECT meeting_id, CASE kind WHEN 'invited' THEN 'agenda' ELSE 'agenda-held' END AS kind, sha256, content, 0 AS number FROM agenda_snapshot
    UNION ALL SELECT meeting_id, 'minutes', sha256, content, number FROM meeting_minutes) s
    ON s.meeting_id = p.meeting_id AND s.kind = p.kind AND s.sha256 = p.source_sha256
  WHERE s.content->'items' @> jsonb_build_array(jsonb_build_object('caseId', $1::uuid::text))`;

const path = `'filer/moeder/' || left(p.pdf_sha256, 12) || '-' || ${fileNames} || '.pdf'`;

/**
 * The rows of the papers: which meeting, what was drawn of what by their hashes, the case's own items out of it, and where the whole paper lies in the
 * bundle; null when it holds what is not this case's to give.
 */
export const paperRows = `SELECT p.meeting_id, s.content->>'body' AS body, s.content->>'date' AS date, p.kind, p.source_sha256, p.pdf_sha256, p.at AS drawn_at,
    (SELECT jsonb_agg(i ORDER BY place) FROM jsonb_array_elements(s.content->'items') WITH ORDINALITY AS each(i, place)
      WHERE i->>'caseId' = $1::uuid::text) AS items,
    CASE WHEN ${wholeIsOpen} THEN ${path} END AS file
  FROM ${papers} ORDER BY date, p.at, p.kind, p.source_sha256`;

/** The papers that go whole into the bundle, under which path. */
export const paperFiles = `SELECT ${path} AS path, p.pdf_sha256 AS sha256 FROM ${papers} AND ${wholeIsOpen}`;

/** The lines of the log in which these papers were sealed: each says what was drawn of what, and nothing of what stands in it. */
export async function paperSeals(tx: Tx, caseId: string): Promise<ProvenLine[]> {
  const rows = await rowsOf<{ meeting_id: string; pdf_sha256: string }>(tx, `SELECT p.meeting_id, p.pdf_sha256 FROM ${papers}`, [caseId]);
  const drawn = new Set(rows.map(({ pdf_sha256: pdf }) => pdf));
  const lines: ProvenLine[] = [];
  for (const meetingId of new Set(rows.map(({ meeting_id: id }) => id)))
    lines.push(...(await provenLines(tx, `meeting:${meetingId}`)).filter((line) => isSealOf(line, drawn)));
  return lines.sort((a, b) => a.seq - b.seq);
}

const isSealOf = ({ action, facts }: ProvenLine, drawn: ReadonlySet<string>): boolean =>
  action === paperDrawn && drawn.has(String(facts['pdfSha256']));
