import { certifiedPermission } from './certification.js';
import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue, samePdfValue } from './pdf-values.js';
import { signatureFields } from './signature-field.js';

const FIELD_MAY_CHANGE = ['V', 'AP', 'F'];
const CATALOG_MAY_CHANGE = ['AcroForm', 'DSS', 'Extensions'];

/**
 * What was changed after a signed revision beyond signing further fields that already stood there and adding validation data (DSS),
 * in Danish; an empty list means nothing. Compares every object whose place changed; whatever is not known to be harmless is told.
 */
export function changesAfter(signed: PdfFile, whole: PdfFile): string[] {
  if (whole.newestXref.offset === signed.newestXref.offset) return ['Der er lagt bytes til efter den underskrevne del.'];
  if (certifiedPermission(signed) === 1) return ['Filen er ændret, selv om den er attesteret mod enhver ændring.'];
  const problems = new Set<string>();
  for (const key of ['Root', 'Info']) {
    if (!samePdfValue(signed.trailer.get(key) ?? null, whole.trailer.get(key) ?? null))
      problems.add(`Filens /${key} er skiftet ud efter underskriften.`);
  }
  const allowed = allowedChanges(signed);
  const size = Number(signed.trailer.get('Size') ?? 0);
  for (const [num, entry] of whole.entries) {
    const earlier = signed.entries.get(num);
    if (earlier && JSON.stringify(earlier) === JSON.stringify(entry)) continue;
    const problem = earlier ? judge(num, signed, whole, allowed) : judgeNew(num, size);
    if (problem) problems.add(problem);
  }
  for (const num of signed.entries.keys()) if (!whole.entries.has(num)) problems.add(`Objekt ${num} er fjernet efter underskriften.`);
  return [...problems];
}

type Rule = (before: PdfValue, after: PdfValue) => boolean;

/** Object number → may it change in this way? */
function allowedChanges(signed: PdfFile): Map<number, Rule> {
  const rules = new Map<number, Rule>();
  for (const field of signatureFields(signed)) {
    if (field.signature) continue;
    rules.set(field.ref.num, onlyKeys(FIELD_MAY_CHANGE));
    rules.set(field.widgetRef.num, onlyKeys(FIELD_MAY_CHANGE));
  }
  const catalog = signed.catalog;
  const form = catalog.dict.get('AcroForm');
  if (form instanceof PdfRef) rules.set(form.num, onlyKeys(['SigFlags']));
  rules.set(catalog.ref.num, (before, after) => {
    if (!onlyKeys(CATALOG_MAY_CHANGE)(before, after)) return false;
    const [earlier, later] = [(before as PdfDict).get('AcroForm') ?? null, (after as PdfDict).get('AcroForm') ?? null];
    return samePdfValue(earlier, later) || onlyKeys(['SigFlags'])(earlier, later);
  });
  return rules;
}

function onlyKeys(keys: readonly string[]): Rule {
  return (before, after) => {
    if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) return false;
    const all = new Set([...before.keys(), ...after.keys()]);
    return [...all].every((key) => keys.includes(key) || samePdfValue(before.get(key) ?? null, after.get(key) ?? null));
  };
}

function judge(num: number, signed: PdfFile, whole: PdfFile, allowed: Map<number, Rule>): string | undefined {
  const before = signed.object(num)?.value ?? null;
  const after = whole.object(num)?.value ?? null;
  if (samePdfValue(before, after) || (isCrossReference(before) && isCrossReference(after)) || allowed.get(num)?.(before, after))
    return undefined;
  return `Objekt ${num} er ændret efter underskriften.`;
}

/** A number below the signed file's size may already be pointed at, and filling it in afterwards could change what is seen. */
function judgeNew(num: number, size: number): string | undefined {
  return num < size ? `Objekt ${num} er indsat efter underskriften.` : undefined;
}

function isCrossReference(value: PdfValue): boolean {
  const type = value instanceof PdfStream ? value.dict.get('Type') : null;
  return type instanceof PdfName && type.name === 'XRef';
}
