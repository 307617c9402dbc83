import { formatDate, parseDeadline } from './deadline.js';
import { expressSteps, isShortDeadline } from './express.js';
import { addDays, type LocalDate } from './local-date.js';
import { type PlanInput, type Schedule } from './plan-shapes.js';
import { DEFAULT_STEPS, type PlanStep } from './plan-steps.js';
import { meetingsFor, schedule } from './schedule.js';

/** One change to a plan. */
export type PlanChange =
  | { readonly kind: 'written-procedure' | 'chair-approval' | 'reservation' | 'express' | 'more-time' }
  | { readonly kind: 'drop-step' | 'body-in-writing'; readonly stepId: string; readonly name: string };

/** A smallest set of changes that makes an impossible plan possible: it was tried, and with any change of it left out it was not possible. */
export interface Proposal {
  changes: PlanChange[];
  /** Danish, without a full stop. */
  text: string;
  /** The day on which everything is then done when nobody loses a day. */
  doneOn: LocalDate;
}

// prettier-ignore
const TEXTS = {
  'written-procedure': 'skriftlig procedure i udvalget i stedet for et møde',
  'chair-approval':    'godkendelse hos formanden uden udvalgsbehandling',
  'reservation':       'afsendelse med politisk forbehold og efterfølgende behandling på udvalgets næste møde',
  'express':           'hastespor, hvor hvert trin tager højst én arbejdsdag',
  'more-time':         'anmodning til ministeriet om længere frist',
} as const;

/** Each of these says how the committee is heard; two of them contradict each other. */
const COMMITTEE: ReadonlySet<PlanChange['kind']> = new Set(['written-procedure', 'chair-approval', 'reservation']);

/** A person can follow this many changes at once. */
const MOST_CHANGES = 3;

/** The changes that would change anything about this plan, the gentlest first. */
function changesFor(input: PlanInput, dates: Schedule, steps: readonly PlanStep[]): PlanChange[] {
  const committee = steps.some(({ meets, body }) => meets && !body);
  const others = steps.length > 1;
  const kinds: PlanChange[] = [];
  if (committee && input.meetings) kinds.push({ kind: 'written-procedure' });
  if (committee && others) kinds.push({ kind: 'chair-approval' }, { kind: 'reservation' });
  for (const step of steps)
    if (step.body && meetingsFor(input, step)) kinds.push({ kind: 'body-in-writing', stepId: step.id, name: step.body.name });
  if (others) for (const { id, name, mayBeDropped } of steps) if (mayBeDropped) kinds.push({ kind: 'drop-step', stepId: id, name });
  if (!dates.express && steps.some((step) => step.workingDays > 1)) kinds.push({ kind: 'express' });
  return [...kinds, { kind: 'more-time' }];
}

/** The plan's input with the changes made to it; more time is given as the day on which the rest is done. */
function changed(input: PlanInput, changes: readonly PlanChange[]): PlanInput | undefined {
  let steps: readonly PlanStep[] = input.steps ?? DEFAULT_STEPS;
  for (const change of changes) {
    if (change.kind === 'written-procedure') steps = steps.map((step) => (step.body ? step : { ...step, meets: false }));
    if (change.kind === 'body-in-writing') steps = steps.map((step) => (step.id === change.stepId ? { ...step, meets: false } : step));
    if (change.kind === 'chair-approval' || change.kind === 'reservation') steps = steps.filter(({ meets, body }) => !meets || body);
    if (change.kind === 'drop-step') steps = steps.filter((step) => step.id !== change.stepId);
    if (change.kind === 'express') steps = expressSteps(steps);
  }
  return steps.length > 0 ? { ...input, steps } : undefined;
}

/** The day on which the changed plan is done; undefined when it is not possible. */
function tryChanges(input: PlanInput, changes: readonly PlanChange[]): LocalDate | undefined {
  const next = changed(input, changes);
  if (!next) return undefined;
  const dates = schedule(next);
  if (!changes.some(({ kind }) => kind === 'more-time')) return dates.possible ? dates.earliestDone : undefined;
  let longer = dates;
  for (let asked = 0; asked < 2 && longer.earliestDone; asked += 1) {
    // A short deadline's steps are hurried; asked for more time, they take the days they take.
    longer = schedule({ ...next, deadline: parseDeadline(longer.earliestDone) });
    if (longer.possible) return longer.earliestDone;
  }
  return hurriedDone(next);
}

/** When the days that steps take lead past the last meeting, a deadline so short that they are hurried by itself may still reach one. */
function hurriedDone(input: PlanInput): LocalDate | undefined {
  for (let day = input.today; isShortDeadline(input.begins ?? input.today, day, input.closingDays); day = addDays(day, 1)) {
    if (schedule({ ...input, deadline: parseDeadline(day) }).possible) return day;
  }
  return undefined;
}

function* subsets(changes: readonly PlanChange[], size: number, from = 0): Generator<PlanChange[]> {
  if (size === 0) return yield [];
  for (let i = from; i <= changes.length - size; i += 1) {
    for (const rest of subsets(changes, size - 1, i + 1)) yield [changes[i]!, ...rest];
  }
}

function textOf(changes: readonly PlanChange[], doneOn: LocalDate): string {
  const words = changes.map((change) => {
    if (change.kind === 'drop-step') return `at udelade »${change.name}«`;
    if (change.kind === 'body-in-writing') return `skriftlig procedure i ${change.name} i stedet for et møde`;
    return change.kind === 'more-time' ? `${TEXTS[change.kind]} (til ${formatDate(doneOn)})` : TEXTS[change.kind];
  });
  return words.join(' sammen med ');
}

/**
 * The smallest sets of changes that make an impossible plan possible, the smallest first and among equals the gentlest. Each was tried, and none holds
 * another. An overdue plan can only be helped by more time.
 */
export function proposalsFor(input: PlanInput, dates: Schedule): Proposal[] {
  const changes = changesFor(input, dates, input.steps ?? DEFAULT_STEPS);
  const found: Proposal[] = [];
  for (let size = 1; size <= Math.min(MOST_CHANGES, changes.length); size += 1) {
    for (const set of subsets(changes, size)) {
      if (found.some((smaller) => smaller.changes.every((change) => set.includes(change)))) continue;
      if (dates.overdue && !set.some(({ kind }) => kind === 'more-time')) continue;
      if (set.filter(({ kind }) => COMMITTEE.has(kind)).length > 1) continue;
      const doneOn = tryChanges(input, set);
      if (doneOn) found.push({ changes: set, text: textOf(set, doneOn), doneOn });
    }
  }
  return found;
}
