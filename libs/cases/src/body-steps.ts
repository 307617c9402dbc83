import { randomUUID } from 'node:crypto';
import { formatDate, localDateOf, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { agendaLines, bodiesStanding, bodyById, bodyNameOn, type Decision, decisionsOnCase, meetingById } from '@genmaele/committees';
import { type BodyKind, type ChainStep, isBodyOfStep } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** A case as far as bodies ask about it. */
type CaseOfBody = { readonly id: string; readonly committeeId: string | null };

/** Whether a body approved the whole text it had before it: the item, and each point that it decided by itself. */
export function approvesAll({ outcome, points }: Pick<Decision, 'outcome' | 'points'>): boolean {
  return outcome === 'approved' && points.every((point) => point.outcome === 'approved');
}

/** Whether a body wants another text than it had before it. */
export function wantsChanges(decision: Pick<Decision, 'outcome' | 'points'>): boolean {
  return ['approved', 'approved-with-changes', 'rejected'].includes(decision.outcome) && !approvesAll(decision);
}

/** The step of a chain that a body's decision takes; undefined where the chain asks another body, or none. */
export async function stepOfBody(
  tx: Tx,
  steps: readonly ChainStep[],
  committeeId: string,
  caseCommitteeId: string | null,
): Promise<ChainStep | undefined> {
  const asking = steps.filter(({ body }) => body !== undefined);
  if (asking.length === 0) return undefined;
  const body: { kind: BodyKind; ofCase: boolean } = {
    kind: (await bodyById(tx, committeeId)).kind,
    ofCase: committeeId === caseCommitteeId,
  };
  return asking.find((step) => step.body && isBodyOfStep(step.body, body));
}

/** The body that a step waits for on a day; null where none stands. */
export async function bodyOfStep(
  db: DataSource | Tx,
  { body }: Pick<ChainStep, 'body'>,
  caseCommitteeId: string | null,
  on: LocalDate,
): Promise<string | null> {
  if (body === 'committee') return caseCommitteeId;
  return (await bodiesStanding(db, on)).find(({ kind }) => kind === body)?.id ?? null;
}

/** The decisions of one body that still speak for a text: those after the last by which it wanted another, without those that were corrected. */
function standingDecisions(decisions: readonly Decision[], committeeId: string): Decision[] {
  const own = decisions.filter((each) => each.committeeId === committeeId && each.correctedBy === null);
  return own.slice(own.findLastIndex(wantsChanges) + 1).filter(approvesAll);
}

/**
 * Lets the case's approvals by bodies be what the bodies have decided: takes back those whose decision was corrected, and writes one for each decision by which
 * a body of the chain approved a version of the case. A decision whose approval was taken back does not count again.
 */
export async function bringInDecisions(
  tx: Tx,
  onCase: CaseOfBody,
  chain: { readonly id: string; readonly steps: readonly ChainStep[] },
  now: Date,
): Promise<void> {
  if (!chain.steps.some(({ body }) => body)) return;
  await tx.query(
    `INSERT INTO approval_void (approval_id, at) SELECT a.id, $2 FROM approval a JOIN committee_decision c ON c.corrects = a.decision_id
     WHERE a.case_id = $1 ON CONFLICT DO NOTHING`,
    [onCase.id, now],
  );
  const decisions = await decisionsOnCase(tx, onCase.id);
  for (const committeeId of new Set(decisions.map((each) => each.committeeId))) {
    const step = await stepOfBody(tx, chain.steps, committeeId, onCase.committeeId);
    if (step) for (const decision of standingDecisions(decisions, committeeId)) await write(tx, onCase, { chain, step, decision }, now);
  }
}

async function write(
  tx: Tx,
  onCase: CaseOfBody,
  { chain, step, decision }: { chain: { readonly id: string }; step: ChainStep; decision: Decision },
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO approval (id, case_id, version_id, version_sha256, at, chain_id, step_id, parts, decision_id, decision_text)
     SELECT $1, $2, v.id, v.sha256, $3, $4, $5, v.parts, $6, $7 FROM draft_version v
     WHERE v.case_id = $2 AND v.sha256 = $8
       AND NOT EXISTS (SELECT 1 FROM approval a JOIN approval_void x ON x.approval_id = a.id WHERE a.decision_id = $6)
     ORDER BY v.number DESC LIMIT 1 ON CONFLICT DO NOTHING`,
    [randomUUID(), onCase.id, now, chain.id, step.id, decision.id, await decisionText(tx, decision), decision.versionSha256],
  );
}

/** Which body decided, where and when: `Bestyrelsen, møde 3. december 2026, punkt 4`, or `Bestyrelsen, skriftligt 3. december 2026`. */
export async function decisionText(
  tx: Tx,
  { committeeId, meetingId, itemId, at }: Pick<Decision, 'committeeId' | 'meetingId' | 'itemId' | 'at'>,
): Promise<string> {
  if (!meetingId) {
    const day = localDateOf(at);
    return `${(await bodyNameOn(tx, committeeId, day)) ?? committeeId}, skriftligt ${formatDate(day)}`;
  }
  const { committeeName, date } = await meetingById(tx, meetingId);
  const item = (await agendaLines(tx, meetingId)).find((line) => line.itemId === itemId);
  return [committeeName, `møde ${formatDate(parseLocalDate(date))}`, ...(item ? [`punkt ${item.number}`] : [])].join(', ');
}

/** The SQL condition that the chain of the case `c` asks the body whose id is `committee` as what it is: the board, or the chairmanship; both are SQL. */
export function chainAsksBody(c: string, committee: string): string {
  return `EXISTS (SELECT 1 FROM approval_chain n, jsonb_array_elements(n.steps) s, committee b
    WHERE n.id = ${c}.chain_id AND b.id = ${committee} AND b.kind <> 'committee' AND s ->> 'body' = b.kind)`;
}

/** The SQL condition that the task `t` of the case `c` is to put it on the agenda of a body. */
export function asksForAgenda(t: string, c: string): string {
  return `EXISTS (SELECT 1 FROM approval_chain n, jsonb_array_elements(n.steps) s
    WHERE n.id = ${c}.chain_id AND s ->> 'id' = ${t}.step_id AND s ->> 'body' IS NOT NULL)`;
}

/** The SQL condition that the text in force of the case `c` stands on an agenda of the body of the task `t` that is not decided yet. */
export function standsOnAgenda(t: string, c: string): string {
  return `EXISTS (SELECT 1 FROM agenda_item i JOIN committee_meeting g ON g.id = i.meeting_id JOIN draft_version v ON v.id = ${c}.current_version_id
    WHERE i.case_id = ${c}.id AND i.version_sha256 = v.sha256 AND i.withdrawn_at IS NULL AND g.committee_id = ${t}.committee_id AND g.state <> 'cancelled'
      AND NOT EXISTS (SELECT 1 FROM committee_decision d WHERE d.item_id = i.id))`;
}
