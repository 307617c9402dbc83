import { type LegalReference, type ReferenceAct } from '@genmaele/contracts';
import { foldReferenceText } from './fold-reference-text.js';
import { actInGenitive, readAct } from './named-act.js';
import { readNumberedAct } from './numbered-act.js';
import { readPlaces } from './read-places.js';
import { matchAt } from './read-spans.js';

function genitiveAt(text: string): { act: ReferenceAct; end: number } | undefined {
  const words = /^((?:denne )?[\p{L}\d][\p{L}\d-]*s) /iu.exec(text);
  const act = words?.[1] === undefined ? undefined : actInGenitive(words[1]);
  return words && act ? { act, end: words[0].length } : undefined;
}

/**
 * Reads a text that is one reference and nothing else ("lovforslagets § 1, nr. 5", "§§ 10, 12 og 14", "LBK nr. 1203 af 03/08/2020"); nothing
 * where it is not. Lenient as {@link findReferences} is; a full stop or comma at the end is forgiven.
 */
export function parseReference(text: string): LegalReference | undefined {
  const folded = foldReferenceText(text).text.trim();
  const isDone = (end: number): boolean => /^ ?[.,]?$/.test(folded.slice(end));
  const numbered = readNumberedAct(folded, 0);
  if (numbered && isDone(numbered.end)) return { act: numbered.value, places: [] };
  const before = numbered ? undefined : genitiveAt(folded);
  const comma = numbered && matchAt(/ ?, ?/y, folded, numbered.end);
  const start = numbered ? numbered.end + (comma?.[0].length ?? 0) : (before?.end ?? 0);
  const places = readPlaces(folded, start);
  if (!places || (numbered && !comma)) return undefined;
  const act = numbered?.value ?? before?.act;
  if (isDone(places.end)) return { ...(act ? { act } : {}), places: places.value };
  const link = act ? undefined : matchAt(/,? i /y, folded, places.end);
  const after = link && readAct(folded, places.end + link[0].length, { names: [], isWhole: true });
  return after && isDone(after.end) ? { act: after.value, places: places.value } : undefined;
}
