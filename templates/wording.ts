import { type LetterLogo, type LetterWording, standardWording } from '@genmaele/contracts';

/** What the house gives to every letter beside its data: its standing sentences and its mark. */
export interface LetterHouse {
  readonly wording: LetterWording;
  readonly logo?: LetterLogo | undefined;
}

/** The association's own words, and its name instead of a mark. */
export const standardHouse: LetterHouse = { wording: standardWording };

/** A standing sentence with its places filled. A place that has no fact becomes empty. */
export function said(phrase: string, facts: Readonly<Record<string, string | undefined>>): string {
  return phrase.replace(/\{([^}]*)\}/g, (_, place: string) => facts[place] ?? '');
}
