import { type Outcome, type ProcedureVote, type SilenceRule } from '@genmaele/contracts';
import { isQuorate } from '../decisions/quorum.js';

/** What came of a written procedure. `to-meeting` says why in Danish. */
export type ProcedureResult =
  | { readonly kind: 'to-meeting'; readonly why: string }
  | { readonly kind: 'decided'; readonly outcome: Extract<Outcome, 'approved' | 'rejected'>; readonly takingPart: readonly string[] };

/**
 * What the answers amount to when the time is over. Whoever asks for a meeting gets it. More than half of those who may vote must take
 * part; whoever is silent takes part as one who assents, or not at all, as the rule says. More for than against approves; a tie rejects. Pure; answers
 * of memberships outside the electorate count for nothing.
 */
export function procedureResult(
  electorate: readonly string[],
  votes: ReadonlyMap<string, ProcedureVote>,
  silence: SilenceRule,
): ProcedureResult {
  const answers = electorate.map((id) => ({ id, vote: votes.get(id) ?? (silence === 'assent' ? 'for' : undefined) }));
  if (answers.some(({ vote }) => vote === 'meeting')) return { kind: 'to-meeting', why: 'Et medlem ønsker et møde.' };
  const takingPart = answers.filter(({ vote }) => vote !== undefined).map(({ id }) => id);
  if (!isQuorate(takingPart.length, electorate.length)) return { kind: 'to-meeting', why: 'For få har svaret inden fristen.' };
  const assents = answers.filter(({ vote }) => vote === 'for').length;
  const outcome = assents * 2 > takingPart.length ? 'approved' : 'rejected';
  return { kind: 'decided', outcome, takingPart };
}
