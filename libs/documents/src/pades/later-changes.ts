import { appendedBytesAreNamed } from './appended-bytes.js';
import { certifiedPermission } from './certification.js';
import { formFieldOf, isLocked } from './form-fields.js';
import { foul, type LaterChange } from './later-change.js';
import { onlyProduction } from './metadata-changes.js';
import { type ObjectRole, objectRoles } from './object-roles.js';
import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue, samePdfValue } from './pdf-values.js';
import type { XrefEntry } from './pdf-xref.js';
import { addedField, fieldSigned } from './signature-changes.js';
import { signatureFields } from './signature-field.js';

const ROLE_TEXT: Readonly<Record<ObjectRole, string>> = {
  page: 'En side',
  'page-content': 'En sides indhold',
  font: 'En skrift',
  annotation: 'En påtegning',
  'form-field': 'Formularen',
  structure: 'Strukturen for skærmlæsere',
  attachment: 'En indlejret fil',
  metadata: 'Oplysningerne om filen',
  action: 'En handling',
  outline: 'Indholdsfortegnelsen',
  'validation-data': 'Data til efterprøvning',
  signature: 'En underskrift',
  'empty-field-look': 'Et tomt underskriftsfelt',
  extensions: 'Filens udvidelser',
  catalog: 'Filens katalog',
  other: 'En del af filen',
};
const VALIDATION_DATA: LaterChange = {
  kind: 'validation-data',
  permitted: true,
  harmless: true,
  danish: 'Der er lagt data til efterprøvning ind.',
};

const PRODUCTION: LaterChange = {
  kind: 'metadata',
  permitted: true,
  harmless: true,
  danish: 'Filen er skrevet af et program igen.',
};

/**
 * Everything that was changed after a signed revision, told by what it is to a reader. Compares every object whose place changed;
 * whatever is not known to be harmless is told as not harmless. An empty list means that nothing was added at all.
 */
export function laterChanges(signed: PdfFile, whole: PdfFile): LaterChange[] {
  if (whole.bytes.length === signed.bytes.length) return [];
  if (whole.newestXref.offset === signed.newestXref.offset) return [foul('appended', 'Der er lagt bytes til efter den underskrevne del.')];
  const permission = certifiedPermission(signed);
  const changes = [...trailerChanges(signed, whole), ...new Comparison(signed, whole).changes()];
  const different = new Map(changes.map((change) => [`${change.kind} ${change.object ?? change.danish}`, change]));
  return [...different.values()].map((change) => underPermission(change, permission));
}

/** The Danish words of every change that is not harmless; an empty list means that what was signed stands as it was. */
export function changesAfter(signed: PdfFile, whole: PdfFile): string[] {
  const told = laterChanges(signed, whole).filter(({ harmless, permitted }) => !harmless || !permitted);
  return [...new Set(told.map(({ danish }) => danish))];
}

function trailerChanges(signed: PdfFile, whole: PdfFile): LaterChange[] {
  const changes: LaterChange[] = [];
  if (!appendedBytesAreNamed(whole, signed.bytes.length)) {
    changes.push(foul('appended', 'Der ligger dele bag det underskrevne, som filens fortegnelse ikke nævner.'));
  }
  for (const key of ['Root', 'Info'] as const) {
    if (samePdfValue(signed.trailer.get(key) ?? null, whole.trailer.get(key) ?? null)) continue;
    changes.push(foul(key === 'Root' ? 'catalog' : 'metadata', `Filens /${key} er skiftet ud efter underskriften.`));
  }
  return changes;
}

/** P 1 forbids all but time stamps and validation data (ISO 32000-2 section 12.8.2.2); P 3 allows notes too. */
function underPermission(change: LaterChange, permission: number | undefined): LaterChange {
  if (permission === 1 && change.kind !== 'timestamp-added' && change.kind !== 'validation-data') {
    return { ...change, permitted: false, harmless: false, danish: `${change.danish} Filen er attesteret mod enhver ændring.` };
  }
  return permission === 3 && change.kind === 'annotation' ? { ...change, permitted: true } : change;
}

/** Two states of a file, object by object. */
class Comparison {
  private readonly roles: ReadonlyMap<number, ObjectRole>;
  private readonly size: number;

  constructor(
    private readonly signed: PdfFile,
    private readonly whole: PdfFile,
  ) {
    this.roles = objectRoles(signed);
    this.size = Number(signed.trailer.get('Size') ?? 0);
  }

  changes(): LaterChange[] {
    const changes: LaterChange[] = [];
    for (const [num, entry] of this.whole.entries) {
      const earlier = this.signed.entries.get(num);
      if (earlier && samePlace(earlier, entry)) continue;
      if (earlier) changes.push(...this.judge(num));
      else if (!this.isNew(num)) changes.push(foul('inserted', `Objekt ${num} er indsat efter underskriften.`, num));
    }
    for (const num of this.signed.entries.keys()) {
      if (!this.whole.entries.has(num)) changes.push(foul('removed', `Objekt ${num} er fjernet efter underskriften.`, num));
    }
    return changes;
  }

  /** A number that the signed file gives away or points at is not new: filling it in afterwards could change what is seen. */
  private readonly isNew = (num: number): boolean => num >= this.size && !this.roles.has(num) && !this.signed.entries.has(num);

  private judge(num: number): LaterChange[] {
    const before = this.signed.object(num)?.value ?? null;
    const after = this.whole.object(num)?.value ?? null;
    if (samePdfValue(before, after) || (isCrossReference(before) && isCrossReference(after))) return [];
    const role = this.roles.get(num) ?? 'other';
    if (role === 'validation-data') return [VALIDATION_DATA];
    if (role === 'metadata' && onlyProduction(before, this.signed, after, this.whole)) return [PRODUCTION];
    if (role === 'extensions') return [];
    if (role === 'empty-field-look' && this.aFieldWasSigned()) return [];
    const known = this.known(num, role, before, after);
    if (known) return known;
    const field = formFieldOf(this.signed, num);
    if (field === undefined) return [foul(role, `${ROLE_TEXT[role]} er ændret efter underskriften (objekt ${num}).`, num)];
    const danish = `Feltet »${field.slice(0, 80)}« er udfyldt efter underskriften.`;
    return [{ kind: 'form-fill', object: num, permitted: !isLocked(this.signed, field), harmless: false, danish }];
  }

  private aFieldWasSigned(): boolean {
    const empty = signatureFields(this.signed).filter(({ signature }) => !signature);
    return signatureFields(this.whole).some(({ ref, signature }) => signature && empty.some((field) => field.ref.num === ref.num));
  }

  private known(num: number, role: ObjectRole, before: PdfValue, after: PdfValue): LaterChange[] | undefined {
    if (num === this.signed.catalog.ref.num) return this.catalogChanges(before as PdfDict, after);
    return fieldSigned(num, before, after, this.signed, this.whole) ?? this.onlyNewFields(role, before, after);
  }

  /** The form may lie directly in the catalog. Version and extensions (ISO 32000-1 section 7.12) only say what the file makes use of. */
  private catalogChanges(before: PdfDict, after: PdfValue): LaterChange[] | undefined {
    if (!(after instanceof PdfDict)) return undefined;
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const [earlier, later] = [before.get(key) ?? null, after.get(key) ?? null];
      if (samePdfValue(earlier, later) || key === 'Extensions' || key === 'Version') return [];
      if (key === 'DSS') return [VALIDATION_DATA];
      if (key === 'Metadata' && onlyProduction(this.signed.resolve(earlier), this.signed, this.whole.resolve(later), this.whole))
        return [PRODUCTION];
      const [formBefore, formAfter] = [this.signed.dict(earlier) ?? new PdfDict(), this.whole.dict(later)];
      const form = key === 'AcroForm' && formAfter ? this.onlyNewFields('form-field', formBefore, formAfter) : undefined;
      const kind = key === 'OpenAction' || key === 'AA' ? 'action' : 'catalog';
      return form ?? [foul(kind, `Filens katalog er ændret efter underskriften (/${key.slice(0, 40)}).`)];
    });
  }

  /**
   * Is the change only that signature fields were hung on, to a page's /Annots, the form's /Fields or a list of either? Each is told by
   * whether it can be seen.
   */
  private onlyNewFields(role: ObjectRole, before: PdfValue, after: PdfValue): LaterChange[] | undefined {
    if (role !== 'page' && role !== 'annotation' && role !== 'form-field') return undefined;
    if (Array.isArray(before) && Array.isArray(after)) return this.addedTo(before, after);
    if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) return undefined;
    const found: LaterChange[] = [];
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [earlier, later] = [before.get(key) ?? null, after.get(key) ?? null];
      if (samePdfValue(earlier, later) || key === 'SigFlags') continue;
      const added = key === 'Annots' || key === 'Fields' ? this.addedTo(this.signed.list(earlier), this.whole.list(later)) : undefined;
      if (!added) return undefined;
      found.push(...added);
    }
    return found;
  }

  private addedTo(before: PdfValue[], after: PdfValue[]): LaterChange[] | undefined {
    if (after.length < before.length || before.some((item, i) => !samePdfValue(item, after[i]!))) return undefined;
    const added = after.slice(before.length).map((item) => (item instanceof PdfRef ? addedField(item, this.isNew, this.whole) : undefined));
    return added.every((change) => change !== undefined) ? added : undefined;
  }
}

function samePlace(a: XrefEntry, b: XrefEntry): boolean {
  if ('offset' in a) return 'offset' in b && a.offset === b.offset;
  return 'stream' in b && a.stream === b.stream && a.index === b.index;
}

function isCrossReference(value: PdfValue): boolean {
  const type = value instanceof PdfStream ? value.dict.get('Type') : null;
  return type instanceof PdfName && type.name === 'XRef';
}
