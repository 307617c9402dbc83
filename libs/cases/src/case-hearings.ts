import { type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { type CaseKind } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';

/** A hearing that a case answers, the leading one first. */
export interface AnsweredHearing {
  hearingId: string;
  leading: boolean;
  title: string | null;
  round: string;
  caseNumber: string | null;
  ministryName: string;
  deadline: string;
  parties: string[];
}

/** The hearings that a case answers; none for a ministerial letter. */
export async function hearingsOf(db: DataSource | Tx, caseId: string): Promise<AnsweredHearing[]> {
  return rowsOf(
    db,
    `SELECT h.id AS "hearingId", h.id = c.hearing_id AS leading, h.title, h.round, h.case_number AS "caseNumber", h.ministry_name AS "ministryName",
            h.deadline, h.parties
     FROM case_hearing l JOIN hearing h ON h.id = l.hearing_id JOIN response_case c ON c.id = l.case_id
     WHERE l.case_id = $1 ORDER BY h.id <> c.hearing_id, l.linked_at, h.id`,
    [caseId],
  );
}

/** A case that answers a hearing; `leading` when it is the hearing that opened it. */
export interface AnsweringCase {
  id: string;
  number: string;
  kind: CaseKind;
  state: CaseState;
  leading: boolean;
}

/** The cases that answer a hearing and that the viewer sees, by number. */
export async function casesOf(db: DataSource | Tx, hearingId: string, viewer: Viewer): Promise<AnsweringCase[]> {
  return rowsOf(
    db,
    `SELECT c.id, c.number, c.kind, c.state, c.hearing_id = l.hearing_id AS leading
     FROM case_hearing l JOIN response_case c ON c.id = l.case_id
     WHERE l.hearing_id = $1 AND ${visibleTo('case', 'c', 2)} ORDER BY c.number`,
    [hearingId, ...viewerParameters(viewer)],
  );
}

/** Lets a case answer a hearing. The same link twice is one. */
export async function linkHearing(tx: Tx, caseId: string, hearingId: string, now: Date, by: string | null = null): Promise<void> {
  await tx.query(`INSERT INTO case_hearing (case_id, hearing_id, linked_at, linked_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, [
    caseId,
    hearingId,
    now,
    by,
  ]);
}
