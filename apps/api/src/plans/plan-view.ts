import {
  draftDeadlineRequest,
  hearingLength,
  localDateOf,
  parseDeadline,
  type Plan,
  type PlanChange,
  type Proposal,
} from '@genmaele/calendar';
import {
  type CaseView,
  deadlineCorrections,
  letterStage,
  planMoves,
  plannedStates,
  type ReservationRisk,
  reservationRisk,
  reservationsOf,
} from '@genmaele/cases';
import { meetingsFrom } from '@genmaele/committees';
import { hearingById } from '@genmaele/intake';
import { type DataSource } from 'typeorm';

/** Where a change to a plan is made, for a person who may make it. */
interface ProposalLink {
  href: string;
  text: string;
}

const places: Partial<Record<PlanChange['kind'], ProposalLink>> = {
  'chair-approval': { href: '#next', text: 'Gå uden om udvalget (kontorchefen, når sagen er i udvalg)' },
  reservation: { href: '#udkast', text: 'Tag forbehold for politisk behandling i udkastet' },
  'written-procedure': { href: '#next', text: 'Bed udvalgets sekretær om en skriftlig procedure' },
  'body-in-writing': { href: '#next', text: 'Bed organets sekretær om en skriftlig procedure' },
  'more-time': { href: '#anmodning', text: 'Se den kladde, der er skrevet til ministeriet' },
};

/** A proposal as the page shows it. */
export interface ProposalView {
  text: string;
  doneOn: string;
  links: ProposalLink[];
}

const proposalView = ({ text, doneOn, changes }: Proposal): ProposalView => ({
  text,
  doneOn,
  links: changes.flatMap(({ kind }) => places[kind] ?? []),
});

/** A plan made before proposals were sets has none of these; it is made anew by its next change. */
type KeptPlan = Omit<Plan, 'proposals' | 'norms'> & { proposals: (Proposal | { changes?: undefined })[]; norms?: string[] };

function requestFor(view: CaseView, { warnings, norms = [] }: KeptPlan, proposals: readonly Proposal[]) {
  const wished = proposals.find(({ changes }) => changes.some(({ kind }) => kind === 'more-time'))?.doneOn;
  if (!wished) return undefined;
  return draftDeadlineRequest({
    ...{ ministryName: view.ministryName, ministryCaseNumber: view.ministryCaseNumber, title: view.title },
    ...{ deadline: parseDeadline(view.deadline), wished, why: warnings.slice(0, 1), norms },
  });
}

/** The marks of the case's open reservations, each with what lifts it and when. */
async function openRisks(database: DataSource, view: CaseView, now: Date): Promise<ReservationRisk[]> {
  const open = (await reservationsOf(database, view.id)).filter(({ state }) => state === 'taken');
  if (open.length === 0) return [];
  const today = localDateOf(now);
  const meetings = view.committeeId ? await meetingsFrom(database, [view.committeeId], today, 20) : [];
  const next = meetings.find(({ state, agendaClose }) => state !== 'cancelled' && agendaClose.slice(0, 10) >= today);
  const { lastWorkingMoment, memoRisk } = view.plan;
  const sent = letterStage(view.state) === 'sent';
  return open.map((line) =>
    reservationRisk(line, { lastDay: lastWorkingMoment.date, memoDay: memoRisk.date, nextMeeting: next?.date, sent }),
  );
}

/**
 * What the case's page shows of its plan beside the steps: whether it is still kept (else it is history, and nobody is warned), the open reservations, the ways out, the drafted request, what moved, and how the deadline was
 * corrected.
 */
export async function planView(database: DataSource, view: CaseView, now: Date) {
  const plan = view.plan as unknown as KeptPlan;
  const kept = plannedStates.includes(view.state);
  const proposals = kept ? plan.proposals.filter((each): each is Proposal => each.changes !== undefined) : [];
  const hearing = view.hearingId ? await hearingById(database, view.hearingId) : undefined;
  return {
    kept,
    risks: await openRisks(database, view, now),
    proposals: proposals.map(proposalView),
    request: requestFor(view, plan, proposals),
    moved: await planMoves(database, view.id, 5),
    corrections: hearing ? await deadlineCorrections(database, hearing.id) : [],
    length: hearing ? hearingLength(localDateOf(hearing.receivedAt), parseDeadline(view.deadline).date) : undefined,
  };
}
