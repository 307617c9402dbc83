import type { LocalDate } from '@genmaele/calendar';
import { matchSubject, type SubjectReason } from '@genmaele/intake';
import { committeesOn, type CommitteeReference } from '../reference/committees.js';

/** The committee proposed, and the words that point to it. */
export interface CommitteeProposal {
  committee: CommitteeReference;
  reasons: SubjectReason[];
}

/**
 * Which committee that stands on the day should treat a bill with these words (title, names of the amended acts)?
 * Null when no word points to one, or when no committee is known on the day. A proposal that the committee's secretary confirms.
 */
export function proposeCommittee(words: readonly string[], on: LocalDate): CommitteeProposal | null {
  const match = matchSubject(words, committeesOn(on));
  return match && { committee: match.field, reasons: match.reasons };
}
