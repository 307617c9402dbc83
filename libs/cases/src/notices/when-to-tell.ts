import { type AtOnceChoice } from '@genmaele/contracts';

/**
 * How much it matters that a person knows:
 * - `alarm`, `escalation`: something is wrong, or late. Nobody can turn these off.
 * - `urgent`: asked of the person on a case that is marked urgent.
 * - `blocking`: the case stands still until the person has acted.
 * - `task`: asked of the person, while the case goes on.
 * - `news`: nothing is asked.
 */
export type Urgency = 'alarm' | 'escalation' | 'urgent' | 'blocking' | 'task' | 'news';

/** What the choice between at once and the digest stands on. */
export interface TellingFacts {
  readonly urgency: Urgency;
  readonly due?: Date | undefined;
  readonly now: Date;
  /** The moment of the person's next digest. */
  readonly nextDigest: Date;
  readonly atOnce: readonly AtOnceChoice[];
  /** When the person was last told at once of the same matter since the last digest. */
  readonly lastTold?: Date | undefined;
}

/** How long a person is left in peace about a matter that they were told of at once. */
export const peace = 60 * 60 * 1000;

/**
 * When a person is told: at a moment, by a mail of its own, or in the digest. Of one matter there is at most one mail at once between two
 * digests; what is due before the next digest, or urgent, may come again, an hour apart at the least. Pure.
 */
export function whenToTell({ urgency, due, now, nextDigest, atOnce, lastTold }: TellingFacts): Date | 'digest' {
  if (urgency === 'alarm' || urgency === 'escalation') return now;
  if (urgency === 'news') return 'digest';
  const soon = due !== undefined && due < nextDigest;
  const pressing = (soon && atOnce.includes('due-soon')) || (urgency === 'urgent' && atOnce.includes('urgent'));
  const blocking = urgency !== 'task' && atOnce.includes('blocking');
  if (!pressing && !blocking) return 'digest';
  if (!lastTold) return now;
  if (!pressing) return 'digest';
  return new Date(Math.max(now.getTime(), lastTold.getTime() + peace));
}
