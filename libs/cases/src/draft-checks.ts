import { AppError, type DraftContent, unsafeCharacter } from '@genmaele/contracts';
import { parseReference, referenceAddresses } from '@genmaele/legaltext';
import { rowsOf, type Tx } from '@genmaele/platform';

/** Every text of a draft, in the order of the letter. */
export function draftTexts(draft: DraftContent): string[] {
  return [
    ...(draft.recipient ? [draft.recipient.title, draft.recipient.name] : []),
    ...spokespersonTexts(draft),
    ...(draft.supplements ? [draft.supplements.body, draft.supplements.documentId ?? ''] : []),
    ...(draft.treatment ? [draft.treatment.body] : []),
    ...economicTexts(draft),
    ...Object.values(draft.reservations.wording ?? {}),
    ...draft.lead,
    ...draft.sections.flatMap((section) => [section.heading, ...section.paragraphs]),
    ...draft.points.flatMap((point) => [...point.provisions, point.text]),
  ];
}

function spokespersonTexts({ spokespersons }: DraftContent): string[] {
  if (!spokespersons) return [];
  return [spokespersons.committee, spokespersons.salutation, ...spokespersons.recipients.flatMap(({ name, party }) => [name, party])];
}

/** The estimate as lines that can be read and compared, amounts in million kroner. */
function economicTexts({ economic }: DraftContent): string[] {
  if (!economic) return [];
  const { priceLevel, years, position, effects, assumptions } = economic;
  const lines = effects.map(({ party, kind, item, ministry, ours }) =>
    [party, kind, item ?? '', ministry.map((each) => each ?? '–').join(' / '), (ours ?? []).map((each) => each ?? '–').join(' / ')].join(
      '; ',
    ),
  );
  return [`${priceLevel}; ${years.join(' / ')}; ${position}`, ...lines, ...assumptions];
}

/** Refuses characters that hide or turn what a person reads. Errors: `draft.character-unprintable`, naming the character. */
export function refuseUnprintable(draft: DraftContent): void {
  for (const text of draftTexts(draft)) {
    const character = unsafeCharacter(text);
    if (character) throw new AppError('draft.character-unprintable', { character });
  }
}

/**
 * The draft with its points' provisions as the bills of the case's hearings write them. What a person typed is read as a reference (`§1,nr.5`, `lovforslagets § 1,
 * nr. 3-5`) and becomes the addresses it covers. Errors: `draft.provision-unknown`, naming the point and what was typed.
 */
export async function withProvisionsOfBill(tx: Tx, caseId: string, draft: DraftContent): Promise<DraftContent> {
  if (draft.points.every((point) => point.provisions.length === 0)) return draft;
  const found = await rowsOf<{ address: string }>(
    tx,
    `SELECT DISTINCT p.address FROM case_hearing l JOIN provision p ON p.hearing_id = l.hearing_id WHERE l.case_id = $1 AND p.address <> ''`,
    [caseId],
  );
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
