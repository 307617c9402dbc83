import { type Actor, type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { localDateOf } from '@genmaele/calendar';
import { AppError, type DraftContent, type TriageBody } from '@genmaele/contracts';
import { type KleProposal, kleSubjectsOn, proposeKle } from '@genmaele/intake';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { assignCommittee, committeeIsOpen } from './assign-committee.js';
import { actOnCase, type ActionOutcome } from './case-actions.js';
import { routeCase } from './case-route.js';
import { type By } from './by.js';

/** A case that another could be joined to, and why it is proposed, in Danish. */
export interface JoinProposal {
  id: string;
  number: string;
  title: string;
  state: CaseState;
  reasons: string[];
}

/** What triage shows of a case: its number of KLE, the numbers proposed, and the cases it could be joined to. */
export interface TriageView {
  kleNumber: string | null;
  kleTitle: string | null;
  /** Whether a person chose the number. */
  kleChosen: boolean;
  kleProposals: KleProposal[];
  joinProposals: JoinProposal[];
}

interface TriagedCase {
  kle_number: string | null;
  kle_by: string | null;
  title: string;
  words: string[];
  confidential: boolean;
}

async function triagedCase(db: DataSource | Tx, caseId: string): Promise<TriagedCase> {
  const [found] = await rowsOf<TriagedCase>(
    db,
    `SELECT c.kle_number, c.kle_by, c.title, coalesce(h.subject_words, jsonb_build_array(c.title)) AS words, c.confidential
     FROM response_case c LEFT JOIN hearing h ON h.id = c.hearing_id WHERE c.id = $1`,
    [caseId],
  );
  if (!found) throw new AppError('case.not-found');
  return found;
}

/** What triage shows of a case. Only cases that the viewer sees are proposed. Errors: `case.not-found`. */
export async function triageView(db: DataSource | Tx, caseId: string, viewer: Viewer): Promise<TriageView> {
  const found = await triagedCase(db, caseId);
  const subjects = await kleSubjectsOn(db, localDateOf(viewer.now));
  return {
    kleNumber: found.kle_number,
    kleTitle: subjects.find(({ number }) => number === found.kle_number)?.title ?? null,
    kleChosen: found.kle_by !== null,
    kleProposals: proposeKle(found.words, subjects),
    joinProposals: await joinProposals(db, caseId, found, viewer),
  };
}

const joinSql = `SELECT c.id, c.number, c.title, c.state,
    bool_or(own.ministry_id = other.ministry_id AND own.case_number = other.case_number) AS "sameNumber",
    bool_or(EXISTS (SELECT 1 FROM hearing_bill a JOIN hearing_bill b ON b.bill_id = a.bill_id WHERE a.hearing_id = own.id AND b.hearing_id = other.id)
      OR own.bill_sha256 = other.bill_sha256 OR own.main_hearing_id = other.id OR other.main_hearing_id = own.id) AS "sameBill"
  FROM response_case c JOIN case_hearing cl ON cl.case_id = c.id JOIN hearing other ON other.id = cl.hearing_id
  CROSS JOIN (SELECT h.* FROM case_hearing l JOIN hearing h ON h.id = l.hearing_id WHERE l.case_id = $1) own
  WHERE c.id <> $1 AND c.kind = 'response' AND c.state IN ('opened', 'drafting', 'in-committee') AND c.confidential = $2`;

/** Cases that answer the same: first by the ministry's number, then by the bill, then by the words of their titles. At most ten. */
async function joinProposals(db: DataSource | Tx, caseId: string, own: TriagedCase, viewer: Viewer): Promise<JoinProposal[]> {
  const rows = await rowsOf<Omit<JoinProposal, 'reasons'> & { sameNumber: boolean | null; sameBill: boolean | null }>(
    db,
    `${joinSql} AND ${visibleTo('case', 'c', 3)} GROUP BY c.id ORDER BY c.number DESC`,
    [caseId, own.confidential, ...viewerParameters(viewer)],
  );
  const proposals = rows.map(({ sameNumber, sameBill, ...line }) => {
    const likeness = titleLikeness(own.title, line.title);
    const reasons = [
      ...(sameNumber ? ['samme sagsnummer hos ministeriet'] : []),
      ...(sameBill ? ['samme lovforslag eller høring'] : []),
      ...(likeness >= 0.5 ? ['titlen ligner'] : []),
    ];
    return { line: { ...line, reasons }, score: (sameNumber ? 4 : 0) + (sameBill ? 2 : 0) + likeness };
  });
  return proposals
    .filter(({ line }) => line.reasons.length > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
    .map(({ line }) => line);
}

/** How much of two titles' longer words they share, from 0 to 1. */
export function titleLikeness(one: string, other: string): number {
  const words = (title: string) =>
    new Set(
      title
        .toLocaleLowerCase('da')
        .match(/\p{L}{5,}/gu)
        ?.filter((word) => !/^(forslag|ændring)/.test(word)) ?? [],
    );
  const [a, b] = [words(one), words(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = new Set([...a, ...b]).size;
  return all === 0 ? 0 : shared / all;
}

/** Who decides at triage. */
export interface TriageActor {
  readonly actor: Pick<Actor, 'id' | 'roles' | 'committees'>;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/** The letter of a case that is answered without remarks, ready to be approved. */
const noRemarks: DraftContent = {
  template: 'ingen-bemaerkninger',
  lead: [],
  sections: [],
  points: [],
  reservations: { political: false, economic: false },
};

/**
 * Decides what becomes of a case that was just opened: it is answered, answered without remarks (its draft is then written), not answered, or joined to
 * another. All of it through the workflow table. Errors: those of `actOnCase`.
 */
export async function triageCase(tx: Tx, caseId: string, { choice, comment, joinTo }: TriageBody, by: TriageActor): Promise<ActionOutcome> {
  const request = { caseId, ...by, comment, joinTo };
  if (choice === 'decline' || choice === 'join') return actOnCase(tx, { ...request, action: choice });
  const started = await actOnCase(tx, { ...request, action: 'start' });
  if (choice === 'answer') return started;
  return actOnCase(tx, { ...request, action: 'save', seen: started.currentVersion, draft: noRemarks });
}

/**
 * Gives a case its number of KLE, and by the rules in force its office and, while none has it, its committee. Errors: `case.not-found`, `request.invalid`
 * (a number that no edition has, once one is taken in).
 */
export async function classifyCase(tx: Tx, caseId: string, kleNumber: string, by: By & { actorId: string }): Promise<void> {
  const [locked] = await rowsOf<{ state: CaseState; committee_id: string | null }>(
    tx,
    'SELECT state, committee_id FROM response_case WHERE id = $1 FOR UPDATE',
    [caseId],
  );
  if (!locked) throw new AppError('case.not-found');
  const subjects = await kleSubjectsOn(tx, localDateOf(by.now));
  if (subjects.length > 0 && !subjects.some(({ number }) => number === kleNumber))
    throw new AppError('request.invalid', { problem: `KLE-nummeret ${kleNumber} findes ikke` });
  const { words } = await triagedCase(tx, caseId);
  const route = await routeCase(tx, words, kleNumber, by.now);
  await tx.query('UPDATE response_case SET kle_number = $2, kle_by = $3, office_name = coalesce($4, office_name) WHERE id = $1', [
    caseId,
    kleNumber,
    by.actorId,
    route.officeName,
  ]);
  const line = { actorId: by.actorId, action: 'case.classify', subject: `case:${caseId}`, requestId: by.requestId };
  if (route.committeeId && route.committeeId !== locked.committee_id && committeeIsOpen(locked.state))
    await assignCommittee(tx, caseId, route.committeeId, by);
  await appendAudit(tx, { ...line, facts: { kleNumber } }, by.now);
}
