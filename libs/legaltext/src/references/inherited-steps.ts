import { referenceLevels, type ReferenceLevel, type ReferencePlace, type ReferenceStep } from '@genmaele/contracts';
import { levelWords, rootLevels } from './level-words.js';

const rank = (level: ReferenceLevel): number => referenceLevels.indexOf(level);

/**
 * The steps that a later place takes over from the one before when its words begin at a level: "§ 6, stk. 1, nr. 1, og stk. 2" takes "§ 6". What
 * stands before the same level, or else before the first smaller one. Nothing where the level cannot stand in the place before
 * ("kapitel 4 og stk. 2").
 */
export function inheritedSteps(before: ReferencePlace, level: ReferenceLevel): ReferenceStep[] | undefined {
  if (rootLevels.has(level)) return [];
  const same = before.steps.findIndex((step) => step.level === level);
  const smaller = before.steps.findIndex((step) => rank(step.level) > rank(level));
  const end = same >= 0 ? same : smaller >= 0 ? smaller : before.steps.length;
  const above = before.steps.slice(0, end);
  const last = above.at(-1);
  return last === undefined || levelWords[last.level].below.includes(level) ? above : undefined;
}
