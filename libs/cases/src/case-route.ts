import { localDateOf } from '@genmaele/calendar';
import { committeeName, proposeCommittee } from '@genmaele/committees';
import { kleSubjectsOn, proposeKle, proposeOffice } from '@genmaele/intake';
import { type Tx } from '@genmaele/platform';
import { routeOf } from './routing-rules.js';
import { rulesInForce } from './routing.js';

/** Where a case goes, and what pointed there. */
export interface CaseRoute {
  readonly kleNumber: string | null;
  readonly officeName: string | null;
  readonly committeeId: string | null;
  readonly reasons: string[];
}

/**
 * Where a case with these words goes: its number of KLE as it was chosen, else the one proposed; office and committee by the rules in force, and for what
 * they leave open by the words themselves. Without an edition of KLE and without rules the words alone decide.
 */
export async function routeCase(tx: Tx, words: readonly string[], chosenKle: string | null, now: Date): Promise<CaseRoute> {
  const today = localDateOf(now);
  const kleNumber = chosenKle ?? proposeKle(words, await kleSubjectsOn(tx, today), 1)[0]?.number ?? null;
  const route = routeOf(await rulesInForce(tx, today), { kleNumber, words });
  const office = route?.rule.officeName ? undefined : proposeOffice(words);
  const committee = route?.rule.committeeId ? undefined : proposeCommittee(words, today);
  const proposed = committee && (await committeeName(tx, committee.committee.id)) ? committee : undefined;
  return {
    kleNumber,
    officeName: route?.rule.officeName ?? (office ? `${office.office.centre} – ${office.office.name}` : null),
    committeeId: route?.rule.committeeId ?? proposed?.committee.id ?? null,
    reasons: route?.rule.committeeId ? route.reasons : (proposed?.reasons.map(({ word }) => word) ?? []),
  };
}
