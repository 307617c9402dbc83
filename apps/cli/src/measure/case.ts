import { proveAlarms } from './case-alarms.js';
import { proveApprovals } from './case-approvals.js';
import { proveCalendar } from './case-calendar.js';
import { benchPlans } from './case-plan.js';
import { type Figure, type Measure } from './figure.js';

/** What the proof of the case is made of; each part answers its own figures. */
const proofParts: readonly Measure[] = [proveCalendar, proveAlarms, proveApprovals];

/** What its bench is made of. */
const benchParts: readonly Measure[] = [benchPlans];

/** One part after another. */
const oneByOne =
  (parts: readonly Measure[]): Measure =>
  async (context) => {
    const figures: Figure[] = [];
    for (const part of parts) figures.push(...(await part(context)));
    return figures;
  };

/** The calendar, the alarms, and what holds of cases whoever works at once. */
export const proveCase = oneByOne(proofParts);

/** How quick plans are. */
export const benchCase = oneByOne(benchParts);
