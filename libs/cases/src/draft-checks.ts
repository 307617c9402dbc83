import { AppError, type DraftContent, unsafeCharacter } from '@genmaele/contracts';
import { parseReference, referenceAddresses } from '@genmaele/legaltext';
import { rowsOf, type Tx } from '@genmaele/platform';

/** Every text of a draft, in the order of the letter. */
export function draftTexts(draft: DraftContent): string[] {
  return [
    ...(draft.recipient ? [draft.recipient.title, draft.recipient.name] : []),
    ...draft.lead,
    ...draft.sections.flatMap((section) => [section.heading, ...section.paragraphs]),
    ...draft.points.flatMap((point) => [...point.provisions, point.text]),
  ];
}

/** Refuses characters that hide or turn what a person reads. Errors: `draft.character-unprintable`, naming the character. */
export function refuseUnprintable(draft: DraftContent): void {
  for (const text of draftTexts(draft)) {
    const character = unsafeCharacter(text);
    if (character) throw new AppError('draft.character-unprintable', { character });
  }
}

/**
 * The draft with its points' provisions as the bill writes them. What a person typed is read as a reference (`§1,nr.5`, `lovforslagets § 1,
 * nr. 3-5`) and becomes the addresses it covers. Errors: `draft.provision-unknown`, naming the point and what was typed.
 */
export async function withProvisionsOfBill(tx: Tx, hearingId: string, draft: DraftContent): Promise<DraftContent> {
  if (draft.points.every((point) => point.provisions.length === 0)) return draft;
  const found = await rowsOf<{ address: string }>(tx, `SELECT DISTINCT address FROM provision WHERE hearing_id = $1 AND address <> ''`, [
    hearingId,
  ]);
  const known = new Map(found.map(({ address }) => [comparable(address), address]));
  const points = draft.points.map((point) => {
    const provisions = point.provisions.flatMap((typed) => {
      const addresses = addressesOf(typed, known);
      if (!addresses) throw new AppError('draft.provision-unknown', { address: typed, point: point.number });
      return addresses;
    });
    return { ...point, provisions: [...new Set(provisions)] };
  });
  return { ...draft, points };
}

/** The bill's own addresses that a typed one covers; undefined when one of them is not in the bill, or it points into a law. */
function addressesOf(typed: string, known: ReadonlyMap<string, string>): string[] | undefined {
  const exact = known.get(comparable(typed));
  if (exact !== undefined) return [exact];
  const reference = parseReference(typed);
  if (!reference || reference.places.length === 0 || (reference.act && reference.act.kind !== 'bill')) return undefined;
  const addresses = referenceAddresses(reference).map((address) => known.get(comparable(address)));
  return addresses.every((address) => address !== undefined) ? addresses : undefined;
}

/** No-break and plain spaces are one in what a person types. */
function comparable(address: string): string {
  return address.replace(/\s+/g, ' ').trim();
}
