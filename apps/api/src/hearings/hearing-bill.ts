import { type BillFollowing, type BillReading, hearingBill } from '@genmaele/contracts';
import { readingOf } from '@genmaele/intake';
import { follow } from '@genmaele/legaltext';
import { type ApiResponseOptions } from '@nestjs/swagger';
import { type DataSource } from 'typeorm';
import { z } from 'zod';

/** A hearing's bill as `hearingBill` has it. */
export type HearingBill = BillReading & { hearingId: string; since?: { hearingId: string; following: BillFollowing } };

/**
 * The bill of a hearing, followed from that of another hearing when one is named. Errors: `hearing.not-found`, `bill.unread`, and what made either bill
 * unreadable.
 */
export async function billOfHearing(database: DataSource, hearingId: string, since?: string): Promise<HearingBill> {
  const reading = await readingOf(database, hearingId);
  if (since === undefined) return { hearingId, ...reading };
  return { hearingId, ...reading, since: { hearingId: since, following: follow(await readingOf(database, since), reading) } };
}

/** The answer's shape as OpenAPI shows it. A provision holds provisions, so its shape is a named part that refers to itself. */
function described() {
  const { $schema: _dialect, $defs: parts = {}, ...schema } = z.toJSONSchema(hearingBill, { unrepresentable: 'any' });
  const named = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('#/$defs/__', '#/components/schemas/HearingBill-'));
  const components = Object.entries(parts).map(([name, part]) => [name.replace('__', 'HearingBill-'), named(part)] as const);
  return { schema: named(schema), components: Object.fromEntries(components) };
}

const shape = described();

/** The answer of `GET /hearings/:id/provisions`, for its route. */
export const hearingBillAnswer = { description: 'Lovforslaget, som det er læst', schema: shape.schema } as ApiResponseOptions;

/** The named parts that {@link hearingBillAnswer} refers to, for the document's components. */
export const hearingBillParts = shape.components as Record<string, object>;
