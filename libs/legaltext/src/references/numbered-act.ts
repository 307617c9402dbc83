import { type ReferenceAct } from '@genmaele/contracts';
import { danishMonths, isoDateIn } from '../facts/danish-date.js';
import { matchAt, type Read } from './read-spans.js';

type NumberedAct = Extract<ReferenceAct, { kind: 'numbered' }>;

/** How each type is written, abbreviations of Lovtidende and Retsinformation included. */
const types: [pattern: RegExp, type: NumberedAct['type']][] = [
  [/^(?:lovbekendtgørelse(?:n|s|ns)?|lovbek\.?|lovbkg\.?|lbkg?\.?)$/i, 'lovbekendtgørelse'],
  [/^(?:bekendtgørelse(?:n|s|ns)?|bek\.?|bkg\.?)$/i, 'bekendtgørelse'],
  [/^(?:anordning(?:en)?|ano\.?)$/i, 'anordning'],
  [/^(?:cirkulære(?:t)?|cir\.?)$/i, 'cirkulære'],
  [/^(?:vejledning(?:en)?|vej\.?)$/i, 'vejledning'],
  [/^(?:lov(?:en|s|ens)?)$/i, 'lov'],
];

const writtenDate = `(\\d{1,2})\\.? ?(${danishMonths.join('|')}) (\\d{4})`;
const shortDate = '(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})';
const numbered = new RegExp(
  `(lovbekendtgørelsen?|bekendtgørelsen?|lovbek\\.?|lovbkg\\.?|lbkg?\\.?|bek\\.|bkg\\.|bek|anordning|ano\\.|cirkulære|cir\\.|vejledning|loven|lov) ?nr\\.? ?(\\d{1,5})(?![\\d.]\\d|\\d)(?:,? (?:af )?(?:den |d\\. ?)?(?:${writtenDate}|${shortDate}))?(?!\\p{L})`,
  'iyu',
);

function dateOf(found: RegExpExecArray): string | undefined {
  if (found[4] !== undefined) return isoDateIn(`${found[3]}. ${found[4]} ${found[5]}`);
  const [day = '', month = '', year] = found.slice(6, 9);
  const isDate = Number(month) >= 1 && Number(month) <= 12;
  return year !== undefined && isDate ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

/** An act by number and date: "lov nr. 1728 27. december 2018" (the missing "af" is a slip of real bills), "LBK nr. 1203 af 03/08/2020". */
export function readNumberedAct(text: string, at: number): Read<NumberedAct> | undefined {
  const found = matchAt(numbered, text, at);
  const type = types.find(([pattern]) => pattern.test(found?.[1] ?? ''))?.[1];
  if (!found || type === undefined || Number(found[2]) === 0) return undefined;
  const date = dateOf(found);
  return { value: { kind: 'numbered', type, number: Number(found[2]), ...(date ? { date } : {}) }, end: at + found[0].length };
}

/** "lovbekendtgørelse nr. 1203 af 3. august 2020", as running text has it. */
export function writeNumberedAct({ type, number, date }: NumberedAct): string {
  if (date === undefined) return `${type} nr. ${number}`;
  const [year = '', month = '', day = ''] = date.split('-');
  return `${type} nr. ${number} af ${Number(day)}. ${danishMonths[Number(month) - 1] ?? month} ${year}`;
}
