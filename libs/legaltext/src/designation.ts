/** How designations are printed, with the guillemet that may open new text before them. */
const quote = '[»"”„]?\\s*';
const letters = '(?:\\s?[a-zæøåA-ZÆØÅ]{1,2})?';

const patterns = {
  /** "§ 13 a." before words, in consolidated acts "§§ 7-9."; "§ 7." alone on its line is a centred one. */
  section: new RegExp(`^${quote}§{1,2}\\s*\\d+${letters}(?:\\s?(?:[-–]|og)\\s?\\d+${letters})?\\s?\\.(?=\\s|$)`),
  centred: new RegExp(`^${quote}§\\s*\\d+${letters}\\s?\\.?$`),
  /** "Stk. 2." and, in consolidated acts, "Stk. 2-4." */
  stk: new RegExp(`^${quote}[Ss]tk\\.\\s*\\d+(?:\\s?[a-z])?(?:\\s?[-–]\\s?\\d+)?\\s?\\.(?=\\s|$)`),
  item: new RegExp(`^${quote}(?:\\d+(?:\\s?[a-zæøå])?|[a-zæøå]{1,2}|[ivx]{1,5})\\)`),
  /** A guillemet before the number says that it is a point of quoted text. */
  point: new RegExp(`^${quote}\\d+(?:\\s?[a-zæøå])?\\.(?=\\s|$)`),
  chapter: new RegExp(`^${quote}Kapitel\\s+\\d+(?:\\s?[a-zæøå])?(?=\\s|[.:]|$)\\.?`, 'i'),
  part: new RegExp(`^${quote}Afsnit\\s+(?:[IVXLC]+|\\d+)(?:\\s[a-z])?(?=\\s|[.:]|$)\\.?`),
  footnote: /^\d+\)/,
} as const;

/** What kinds of designation there are. */
export type Designation = keyof typeof patterns;

/** The designation that opens a text, as printed, or nothing. Looks at the first 60 characters only. */
export function designationAt(text: string, kind: Designation): string | undefined {
  return patterns[kind].exec(kind === 'centred' ? text : text.slice(0, 60))?.[0];
}

/** A text parted into its designation and the words after it; no designation gives an empty label. */
export function splitDesignation(text: string, kind: Designation): { label: string; text: string } {
  const label = designationAt(text, kind);
  return label === undefined ? { label: '', text } : { label: label.trim(), text: text.slice(label.length).trimStart() };
}

/** The number in a designation: "»§ 13 a." gives "13 a", "Stk. 2-4." gives "2-4", "a)" gives "a". Blanks and dashes are made canonical. */
export function designationNumber(label: string): string {
  return label
    .replace(/^[\s»"”„]+/, '')
    .replace(/^(?:§+|stk\.|kapitel|afsnit|bilag)\s*/i, '')
    .replace(/[.):\s]+$/, '')
    .replace(/\s*[-–]\s*/, '-')
    .replace(/^(\d+)\s*([a-zæøå]+)$/i, '$1 $2')
    .replace(/\s+/g, ' ');
}
