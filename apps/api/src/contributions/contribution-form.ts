import { type ContributionBody, contributionBody, type ContributionContent } from '@genmaele/contracts';
import { filled, type Form, heldToForm } from '../pages/refused-form.js';

/** A row of the form for a single provision; both are empty in a row that nobody has filled in. */
export interface ProvisionRow {
  readonly number: number;
  readonly provision: string;
  readonly text: string;
}

/** Rows that are offered beyond those that are filled in. */
const spareRows = 3;

const nameField = (number: number): string => `provision-${number}`;
const textField = (number: number): string => `provisiontext-${number}`;

/** The rows for single provisions that a contribution's form shows: those that are written, then some to write in. */
export function provisionRows(content: ContributionContent | undefined, typed?: Form): ProvisionRow[] {
  const written = typed ? typedRows(typed) : (content?.provisions ?? []).map((each, i) => ({ number: i + 1, ...each }));
  const next = (written.at(-1)?.number ?? 0) + 1;
  return [...written, ...Array.from({ length: spareRows }, (_, i) => ({ number: next + i, provision: '', text: '' }))];
}

/** Rows as they were typed, by their numbers; those with nothing in them are left out. */
function typedRows(typed: Form): ProvisionRow[] {
  const numbers = Object.keys(typed).flatMap((name) => {
    const number = /^provision-(\d{1,3})$/.exec(name)?.[1];
    return number ? [Number(number)] : [];
  });
  return numbers
    .sort((a, b) => a - b)
    .map((number) => {
      const given = filled(typed, nameField(number), textField(number));
      return { number, provision: given[nameField(number)] ?? '', text: given[textField(number)] ?? '' };
    })
    .filter(({ provision, text }) => provision !== '' || text !== '');
}

/** A contribution as its form has it. Errors: `request.invalid`, naming the fields as the page does. */
export function contributionFromForm(typed: Form): ContributionBody {
  const rows = typedRows(typed);
  const provisions = rows.map(({ provision, text }) => ({ provision, text }));
  const numberAt = (index: PropertyKey | undefined) => rows[Number(index)]?.number ?? 1;
  const labels = Object.fromEntries(
    rows.flatMap(({ number }) => [
      [nameField(number), `Bestemmelse ${number}`],
      [textField(number), `Bidrag til bestemmelse ${number}`],
    ]),
  );
  return heldToForm(
    contributionBody,
    { text: filled(typed, 'text')['text'], provisions, send: typed['send'] === 'on' },
    { ...labels, text: 'Kommunens bidrag' },
    ([first, index, field]) => (first === 'provisions' ? (field === 'text' ? textField : nameField)(numberAt(index)) : String(first ?? '')),
  );
}
