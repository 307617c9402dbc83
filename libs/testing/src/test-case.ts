import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { actOnCase, type ActionOutcome, type CaseView, caseOfHearing, caseView } from '@genmaele/cases';
import { type DraftContent, type HearingFields } from '@genmaele/contracts';
import { receiveHearing } from '@genmaele/intake';
import { type JobHandlers } from '@genmaele/jobs';
import { type CaseAction } from '@genmaele/workflow';
import { sampleBill, sampleResponse } from './sample-bill.js';
import { type TestHouse } from './test-house.js';
import { testRunner } from './test-work.js';

/** What an action takes beside case, person and time. */
export interface ActionExtras {
  readonly seen?: string | undefined;
  readonly comment?: string;
  readonly draft?: DraftContent;
  readonly joinTo?: string;
  readonly stepId?: string;
  readonly resumeAt?: string;
  readonly undoMinutes?: number;
}

/** Takes an action as a person, in a transaction of its own. */
export function act(house: TestHouse, caseId: string, action: CaseAction, actor: Actor, extras: ActionExtras = {}): Promise<ActionOutcome> {
  return house.tx((tx) => actOnCase(tx, { caseId, action, actor, now: house.clock.now(), signedInFresh: true, undoMinutes: 0, ...extras }));
}

/** The fields of a hearing of the ministry of housing. */
export function hearingFieldsOf(more: Partial<HearingFields> = {}): HearingFields {
  return {
    ministry: 'Social- og Boligministeriet',
    deadline: '2026-12-18T12:00',
    replyTo: 'svar@ministerium.example',
    round: 'main',
    ...more,
  };
}

/** Takes a hearing in, with a bill that no other hearing has. */
export async function newHearing(house: TestHouse, more: Partial<HearingFields> = {}, bill = sampleBill(randomUUID())): Promise<string> {
  const files = [{ kind: 'bill', fileName: 'lovforslag.html', mediaType: 'text/html', bytes: bill }] as const;
  const by = { actorId: house.people.officer.id, now: house.clock.now() };
  return (await receiveHearing(house.database, hearingFieldsOf(more), files, by, 50_000_000)).hearingId;
}

/** The states a test can ask for a case in. */
export type Reachable = 'opened' | 'drafting' | 'in-committee' | 'in-approval' | 'approved' | 'rendered' | 'signed' | 'sending';

/** What brings a case one state on; `run` is work that the worker does. */
const way: Record<
  Exclude<Reachable, 'opened'>,
  (house: TestHouse, view: CaseView, handlers: JobHandlers | undefined) => Promise<unknown>
> = {
  drafting: (house, { id }) => act(house, id, 'start', house.people.officer),
  'in-committee': async (house, { id }) => {
    const { currentVersion } = await act(house, id, 'save', house.people.officer, { draft: sampleResponse() });
    await act(house, id, 'submit', house.people.officer, { seen: currentVersion });
  },
  'in-approval': (house, { id, currentVersion }) => act(house, id, 'recommend', house.people.secretary, { seen: currentVersion?.sha256 }),
  approved: (house, { id, currentVersion }) => act(house, id, 'approve', house.people.chair, { seen: currentVersion?.sha256 }),
  rendered: (house, { id }, handlers) => runWorkOf(house, id, 'letter.render', handlers),
  signed: (house, { id }, handlers) => runWorkOf(house, id, 'letter.sign', handlers),
  sending: (house, { id, signedSha256 }) => act(house, id, 'send', house.people.dispatcher, { seen: signedSha256 ?? undefined }),
};

/** A case that came to the state by the real steps of the way. Work that is not on that way (notices) stays undone. */
export async function caseIn(
  house: TestHouse,
  state: Reachable,
  more: Partial<HearingFields> = {},
  handlers?: JobHandlers,
): Promise<CaseView> {
  const hearingId = await newHearing(house, more);
  await runWorkOf(house, hearingId, 'bill.read', handlers, 'hearing');
  await runWorkOf(house, hearingId, 'case.open', handlers, 'hearing');
  const caseId = await caseOfHearing(house.database, hearingId);
  if (!caseId) throw new Error('no case was opened');
  for (const [next, step] of Object.entries(way)) {
    const view = await caseView(house.database, caseId);
    if (view.state === state) return view;
    await step(house, view, handlers);
    const { state: reached } = await caseView(house.database, caseId);
    if (reached !== next) throw new Error(`the way to ${next} ended in ${reached}`);
  }
  return caseView(house.database, caseId);
}

/** Does the open works of one job for one object, and nothing else. */
export async function runWorkOf(
  house: TestHouse,
  id: string,
  job: string,
  handlers?: JobHandlers,
  kind: 'case' | 'hearing' = 'case',
): Promise<void> {
  const works = await house.rows<{ id: string }>(
    `SELECT id FROM work WHERE subject = $1 AND job = $2 AND state = 'ready' ORDER BY due_at`,
    [`${kind}:${id}`, job],
  );
  for (const work of works) await testRunner(house, handlers ? { handlers } : {}).run(work.id);
}
