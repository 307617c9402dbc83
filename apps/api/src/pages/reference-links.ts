import { type BillReading, type LegalReference } from '@genmaele/contracts';
import { findReferences, flattenProvisions, referenceAddresses } from '@genmaele/legaltext';

/** A run of text as a page shows it; a run with `href` is a reference that leads somewhere. */
export interface LinkedRun {
  readonly text: string;
  readonly href?: string;
}

/** Turns the references in a text of this bill into links. */
export type Linked = (text: string) => LinkedRun[];

const comparable = (address: string): string => address.replace(/\s+/g, ' ').trim();

/** An act by its number and year in Lovtidende A: the address (ELI) under which Retsinformation keeps it. */
function eliOf(act: { number: number; date?: string | undefined }): string | undefined {
  return act.date ? `https://www.retsinformation.dk/eli/lta/${act.date.slice(0, 4)}/${act.number}` : undefined;
}

/**
 * Finds where the references of a bill's own texts lead: into the bill ("lovforslagets § 1, nr. 5", and in a main act "§ 5" alone), to an act
 * that it amends, by name, and to acts by number and date. A reference that leads nowhere known stays text.
 */
export function referenceLinks(bill: Pick<BillReading, 'provisions' | 'amendedActs' | 'kind'>): Linked {
  const anchors = new Map(flattenProvisions(bill).map(({ address, id }) => [comparable(address), id]));
  const acts = new Map(bill.amendedActs.map(({ name, reference }) => [name.toLowerCase(), reference && eliOf(reference)]));
  const hrefOf = ({ act, places }: LegalReference): string | undefined => {
    if (act?.kind === 'numbered') return act.type === 'lov' || act.type === 'lovbekendtgørelse' ? eliOf(act) : undefined;
    if (act?.kind === 'named') return acts.get(act.name.toLowerCase());
    if (act?.kind === 'this-law' || (act === undefined && bill.kind !== 'main-act')) return undefined;
    const id = referenceAddresses({ places })
      .map((address) => anchors.get(comparable(address)))
      .find((found) => found !== undefined);
    return id && `#${id}`;
  };
  const names = bill.amendedActs.map(({ name }) => name);
  return (text) => linkedRuns(text, names, hrefOf);
}

function linkedRuns(text: string, names: readonly string[], hrefOf: (reference: LegalReference) => string | undefined): LinkedRun[] {
  const runs: LinkedRun[] = [];
  let at = 0;
  for (const { start, end, reference } of findReferences(text, names)) {
    const href = hrefOf(reference);
    if (href === undefined) continue;
    if (start > at) runs.push({ text: text.slice(at, start) });
    runs.push({ text: text.slice(start, end), href });
    at = end;
  }
  if (at < text.length) runs.push({ text: text.slice(at) });
  return runs;
}
