import { localDateOf } from '@genmaele/calendar';
import { nextOpenMeeting } from '@genmaele/committees';
import { type ChainStep, type DraftContent, type Role, stepBodies } from '@genmaele/contracts';
import { wordDifference, type WordRun } from '@genmaele/legaltext';
import { rowsOf } from '@genmaele/platform';
import { changedParts, type GivenApproval } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { bodyOfStep } from './body-steps.js';
import { draftTexts } from './draft-checks.js';
import { approvalRecordOf, type ApprovalRecord, ownApprovals, type Turn, turnsOf, undoIsOver } from './approval-record.js';
import { type Speaker } from './stand-in-speakers.js';

/** Who approved something, for whom, and when; a body is named by what it decided where. */
export interface ApprovalLine {
  readonly stepId: string;
  readonly name: string;
  readonly standsInFor: string | null;
  readonly at: Date;
}

/** An open step that somebody can take, and the name of whom they would stand in for. */
export interface TakeableStep {
  readonly id: string;
  readonly name: string;
  readonly standsInFor: string | null;
}

/** Who looks at a case's approvals: the names they can act in there, and how many minutes an approval may be undone. */
export interface ApprovalViewer {
  readonly id: string | undefined;
  readonly speakers: readonly Speaker[];
  readonly undoMinutes?: number;
}

/** The approvals of a case as a page shows them. */
export interface ApprovalView {
  readonly steps: readonly (Pick<ChainStep, 'id' | 'name' | 'kind' | 'rank' | 'quorum'> & {
    readonly by: readonly Role[];
    /** What the body that the step waits for is called; null where people take it. */
    readonly body: string | null;
    /** The next meeting whose agenda can still take the case, of the body that an open step waits for; null where none is planned. Days are `2026-12-03`. */
    readonly nextMeeting: { readonly date: string; readonly agendaClose: string } | null;
    readonly state: 'done' | 'open' | 'waiting' | 'informed';
    readonly approvals: readonly ApprovalLine[];
  })[];
  /** Who approved what: the frame and each point of the text in force, with the step and the moment. */
  readonly parts: readonly { readonly part: string; readonly text: string; readonly approvals: readonly ApprovalLine[] }[];
  /** Whether the viewer has given an approval that nobody has taken back. */
  readonly own: boolean;
  /** Whether the latest approval may still be undone before anything leaves. */
  readonly undoOpen: boolean;
  /** The open steps that the viewer can take, in their own name or in that of whom they stand in for, by the action that takes them. */
  readonly takeable: Record<'approve' | 'pass-gate', readonly TakeableStep[]>;
  /** What has changed since the viewer last approved; undefined when they never did, or nothing has. */
  readonly changed: readonly { readonly part: string; readonly runs: readonly WordRun[] }[] | undefined;
}

/** How a case's approvals stand, as this person sees them. Empty where the case has not come to approval. */
export async function approvalView(db: DataSource, caseId: string, viewer: ApprovalViewer, now: Date): Promise<ApprovalView> {
  const record = await approvalRecordOf(db, caseId);
  const meetings = await meetingsOfOpenSteps(db, caseId, record, now);
  const turns = {
    approve: turnsOf(record, 'approve', viewer.id, viewer.speakers),
    gate: turnsOf(record, 'gate', viewer.id, viewer.speakers),
  };
  const names = await namesOf(db, record, [...turns.approve, ...turns.gate]);
  const texts = new Map(record.approvals.map(({ id, decisionText }) => [id, decisionText]));
  const lineOf = ({ id, stepId, personId, forPersonId, at }: GivenApproval): ApprovalLine => ({
    stepId,
    name: (personId === null ? texts.get(id) : names.get(personId)) ?? '',
    standsInFor: forPersonId ? (names.get(forPersonId) ?? '') : null,
    at,
  });
  const takeable = ({ step: { id, name }, speaker }: Turn): TakeableStep => {
    return { id, name, standsInFor: speaker.forPersonId ? (names.get(speaker.forPersonId) ?? '') : null };
  };
  const content = await contentOf(db, record.versions.at(-1)?.id);
  const { open, cover, voices } = record.standing;
  return {
    steps: record.steps.map((step) => ({
      id: step.id,
      name: step.name,
      kind: step.kind,
      rank: step.rank,
      quorum: step.quorum,
      by: step.by,
      body: step.body ? stepBodies[step.body] : null,
      nextMeeting: meetings.get(step.id) ?? null,
      state: stateOf(step, record, open.includes(step)),
      approvals: (voices.get(step.id) ?? []).map(lineOf),
    })),
    parts:
      record.steps.length === 0
        ? []
        : cover.map(({ part, steps }) => ({
            part,
            text: partText(content, part),
            approvals: steps.flatMap(({ approvals }) => approvals.slice(-1).map(lineOf)),
          })),
    own: ownApprovals(record, viewer.id).length > 0,
    undoOpen: !undoIsOver(record, now, viewer.undoMinutes),
    takeable: { approve: turns.approve.map(takeable), 'pass-gate': turns.gate.map(takeable) },
    changed: await changedSince(db, record, content, viewer.id),
  };
}

function stateOf(step: ChainStep, { standing }: ApprovalRecord, isOpen: boolean): 'done' | 'open' | 'waiting' | 'informed' {
  if (step.kind === 'inform') return 'informed';
  if (isOpen) return 'open';
  return standing.complete || step.rank < (standing.open[0]?.rank ?? 0) || (standing.voices.get(step.id)?.length ?? 0) >= step.quorum
    ? 'done'
    : 'waiting';
}

async function meetingsOfOpenSteps(
  db: DataSource,
  caseId: string,
  { standing }: ApprovalRecord,
  now: Date,
): Promise<Map<string, { date: string; agendaClose: string }>> {
  const found = new Map<string, { date: string; agendaClose: string }>();
  const asking = standing.open.filter(({ body }) => body !== undefined);
  if (asking.length === 0) return found;
  const [row] = await rowsOf<{ committee: string | null }>(db, 'SELECT committee_id AS committee FROM response_case WHERE id = $1', [
    caseId,
  ]);
  for (const step of asking) {
    const committeeId = await bodyOfStep(db, step, row?.committee ?? null, localDateOf(now));
    const meeting = committeeId ? await nextOpenMeeting(db, committeeId, localDateOf(now), now) : undefined;
    if (meeting) found.set(step.id, { date: meeting.date, agendaClose: meeting.agendaClose });
  }
  return found;
}

async function namesOf(db: DataSource, { approvals }: ApprovalRecord, turns: readonly Turn[]): Promise<Map<string, string>> {
  const spoken = [...approvals, ...turns.map(({ speaker }) => ({ personId: null, forPersonId: speaker.forPersonId }))];
  const ids = spoken.flatMap(({ personId, forPersonId }) => [personId, forPersonId].filter((id) => id !== null));
  const people = await rowsOf<{ id: string; name: string }>(db, 'SELECT id, name FROM person WHERE id = ANY($1)', [ids]);
  return new Map(people.map(({ id, name }) => [id, name]));
}

async function contentOf(db: DataSource, versionId: string | undefined): Promise<DraftContent | undefined> {
  if (!versionId) return undefined;
  const [version] = await rowsOf<{ content: DraftContent }>(db, 'SELECT content FROM draft_version WHERE id = $1', [versionId]);
  return version?.content;
}

/** The words of a part: a point's text, or all that the frame says, recipients and estimate among it. */
function partText(content: DraftContent | undefined, part: string): string {
  if (!content) return '';
  if (part !== 'frame') return content.points.find(({ number }) => String(number) === part)?.text ?? '';
  return draftTexts({ ...content, points: [] }).join('\n');
}

/** Word for word what the viewer's last approval did not have before it, and only that. */
async function changedSince(
  db: DataSource,
  { approvals, versions }: ApprovalRecord,
  content: DraftContent | undefined,
  viewerId: string | undefined,
): Promise<ApprovalView['changed']> {
  const last = approvals.filter(({ personId }) => personId === viewerId).at(-1);
  const inForce = versions.at(-1);
  if (!last || !inForce) return undefined;
  const parts = changedParts(last.parts, inForce.parts);
  if (parts.length === 0) return undefined;
  const read = await contentOf(db, last.versionId);
  return parts.map((part) => ({ part, runs: wordDifference(partText(read, part), partText(content, part)) }));
}
