import { AppError, type DraftContent, unsafeCharacter } from '@genmaele/contracts';
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

/** Refuses a point that names a provision the bill does not have. Errors: `draft.provision-unknown`, naming the point and the address. */
export async function refuseUnknownProvisions(tx: Tx, hearingId: string, draft: DraftContent): Promise<void> {
  const wanted = draft.points.flatMap((point) => point.provisions.map((address) => ({ point: point.number, address })));
  if (wanted.length === 0) return;
  const found = await rowsOf<{ address: string }>(tx, `SELECT DISTINCT address FROM provision WHERE hearing_id = $1 AND address <> ''`, [
    hearingId,
  ]);
  const known = new Set(found.map((row) => comparable(row.address)));
  const missing = wanted.find(({ address }) => !known.has(comparable(address)));
  if (missing) throw new AppError('draft.provision-unknown', { address: missing.address, point: missing.point });
}

/** No-break and plain spaces are one in what a person types. */
function comparable(address: string): string {
  return address.replace(/\s+/g, ' ').trim();
}
