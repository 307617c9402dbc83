import { offices, type Office } from './reference/offices.js';
import { matchSubject, type SubjectReason } from './subject-match.js';

/** The office proposed, and the words that point to it. */
export interface OfficeProposal {
  office: Office;
  reasons: SubjectReason[];
}

/** Which office should answer a hearing whose bill carries these words (title, names of the amended acts)? Null when no word points to one. */
export function proposeOffice(words: readonly string[]): OfficeProposal | null {
  const match = matchSubject(words, offices);
  return match && { office: match.field, reasons: match.reasons };
}
