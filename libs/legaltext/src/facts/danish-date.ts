/** The months as they are written, January first. */
export const danishMonths = [
  'januar',
  'februar',
  'marts',
  'april',
  'maj',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'december',
];

/** "21. juni 2021" in a pattern; the full stop may be missing, as it is in real bills. */
export const danishDate = `(\\d{1,2})\\.?\\s+(${danishMonths.join('|')})\\s+(\\d{4})`;

const pattern = new RegExp(danishDate, 'i');

/** The first date written out in a text, as `2021-06-21`; nothing when there is none. */
export function isoDateIn(text: string): string | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const month = danishMonths.indexOf((found[2] ?? '').toLowerCase()) + 1;
  return `${found[3]}-${String(month).padStart(2, '0')}-${(found[1] ?? '').padStart(2, '0')}`;
}
