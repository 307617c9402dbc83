import { type ChainStep, type Role, type StepBody } from '@genmaele/contracts';

/** What a case of the past did on its way through approval; days are working days. */
export interface PastApprovalCase {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** How long its approval took. */
  readonly days: number;
  /** The roles that somebody held on the case when it came to approval, with how many people. */
  readonly holders: Readonly<Partial<Record<Role, number>>>;
  /** How long each role took to answer, where it was asked. */
  readonly answered: Readonly<Partial<Record<Role, number>>>;
  /** The bodies that stood when it came to approval, with how long it then was until their next meeting; null where none was held. */
  readonly bodies: Readonly<Partial<Record<StepBody, number | null>>>;
}

/** What a chain would have asked of a case, and how long it would have taken. */
export interface ChainReplay {
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
  readonly asked: readonly string[];
  /** Steps that nobody, or too few, could have taken. */
  readonly unmanned: readonly string[];
  readonly was: number;
  readonly becomes: number;
}

/** What a trial showed. */
export interface ChainTrial {
  readonly tried: number;
  readonly unmanned: number;
  readonly slower: number;
  readonly cases: readonly ChainReplay[];
}

/**
 * Tries a chain on cases of the past: for each, the steps it would have asked for, those that too few people could have taken, and the working days it
 * would have taken: rank after rank the slowest step, each by what its role took on that case, or by when its body met, else by the chain's own norm. Pure; nothing is changed.
 */
export function replayChain(steps: readonly ChainStep[], cases: readonly PastApprovalCase[]): ChainTrial {
  const asking = steps.filter(({ kind }) => kind !== 'inform');
  const ranks = [...new Set(asking.map(({ rank }) => rank))];
  const replays = cases.map(({ id: caseId, number, title, days, holders, answered, bodies }): ChainReplay => {
    const heldBy = ({ by }: ChainStep) => by.reduce((sum, role) => sum + (holders[role] ?? 0), 0);
    const daysOf = ({ by, body, workingDays }: ChainStep) => {
      if (body) return bodies[body] ?? workingDays;
      const known = by.flatMap((role) => answered[role] ?? []);
      return known.length > 0 ? Math.min(...known) : workingDays;
    };
    const becomes = ranks.reduce((sum, rank) => sum + Math.max(...asking.filter((step) => step.rank === rank).map(daysOf)), 0);
    const lacks = (step: ChainStep) => (step.body ? bodies[step.body] === undefined : heldBy(step) < step.quorum);
    const unmanned = asking.filter(lacks).map(({ name }) => name);
    return { caseId, number, title, asked: asking.map(({ name }) => name), unmanned, was: days, becomes };
  });
  return {
    tried: replays.length,
    unmanned: replays.filter((each) => each.unmanned.length > 0).length,
    slower: replays.filter((each) => each.becomes > each.was).length,
    cases: replays,
  };
}
