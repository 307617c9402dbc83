import { appendAudit } from '@genmaele/audit';
import { AppError, type EventRecipient } from '@genmaele/contracts';
import { setReplyAddress } from '@genmaele/intake';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type By } from './by.js';

/** Whom a letter goes to. `key` names them on their case: `reply`, `hearing:<id>` or `recipient:<place>`; without an address nothing is mailed to them. */
export interface Addressee {
  readonly key: string;
  readonly name: string;
  readonly address: string | null;
}

interface EventRow {
  readonly ministry_name: string;
  readonly reply_to: string | null;
  readonly recipients: EventRecipient[];
}

interface HearingRow {
  readonly id: string;
  readonly ministry_name: string;
  readonly reply_to: string | null;
  readonly leading: boolean;
}

const same = (one: string | null | undefined, other: string | null | undefined) => one?.toLowerCase() === other?.toLowerCase();

/**
 * Everyone whom the case's letter goes to: each ministry whose hearing it answers, by the address that its latest round
 * gives, and everyone the event names. No address stands twice. An event's own reply address stands for its leading hearing's.
 */
export async function addresseesOf(db: DataSource | Tx, caseId: string): Promise<Addressee[]> {
  const [event] = await rowsOf<EventRow>(db, 'SELECT ministry_name, reply_to, recipients FROM case_event WHERE case_id = $1', [caseId]);
  const hearings = await rowsOf<HearingRow>(
    db,
    `SELECT o.id, o.ministry_name, o.reply_to, o.id = c.hearing_id AS leading FROM response_case c JOIN case_hearing l ON l.case_id = c.id
     JOIN hearing o ON o.id = l.hearing_id WHERE c.id = $1
       AND NOT EXISTS (SELECT 1 FROM case_hearing n JOIN hearing r ON r.id = n.hearing_id WHERE n.case_id = c.id AND r.main_hearing_id = o.id AND r.reply_to IS NOT NULL)
     ORDER BY o.id <> c.hearing_id, l.linked_at, o.id`,
    [caseId],
  );
  const named = (event?.recipients ?? []).map(({ title, name, email }, place) => ({
    key: `recipient:${place}`,
    name: `${title} ${name}`,
    address: email ?? null,
  }));
  const ministries = hearings
    .filter(({ leading }) => !(leading && event?.reply_to))
    .map(({ id, ministry_name, reply_to }) => ({ key: `hearing:${id}`, name: ministry_name, address: reply_to }));
  return withoutDoubles([...replyOf(event, named, ministries), ...ministries, ...named]);
}

/** The addresses that the case's letter is mailed to. */
export async function letterAddresses(db: DataSource | Tx, caseId: string): Promise<string[]> {
  return (await addresseesOf(db, caseId)).flatMap(({ address }) => address ?? []);
}

/** The event's own reply address, unless it is that of someone named, or there is none and others stand for it. */
function replyOf(event: EventRow | undefined, named: readonly Addressee[], ministries: readonly Addressee[]): Addressee[] {
  if (!event) return [];
  const others = [...named, ...ministries];
  const needed = event.reply_to ? !named.some(({ address }) => same(address, event.reply_to)) : others.length === 0;
  return needed ? [{ key: 'reply', name: event.ministry_name, address: event.reply_to }] : [];
}

function withoutDoubles(all: readonly Addressee[]): Addressee[] {
  return all.filter(({ address }, place) => address === null || all.findIndex((each) => same(each.address, address)) === place);
}

/** An addressee's new address; `seen` is the one the person had before them, empty when there was none. */
export interface AddressChange {
  readonly key: string;
  readonly seen: string;
  readonly address: string;
}

/**
 * Writes an addressee's address, or corrects it.
 * Errors: `case.addressee-unknown`, `request.stale` (a colleague has changed it meanwhile).
 */
export async function setAddress(tx: Tx, caseId: string, change: AddressChange, by: By & { readonly actorId: string }): Promise<void> {
  await tx.query('SELECT 1 FROM response_case WHERE id = $1 FOR UPDATE', [caseId]);
  const addressee = (await addresseesOf(tx, caseId)).find(({ key }) => key === change.key);
  if (!addressee) throw new AppError('case.addressee-unknown');
  if (!same(addressee.address ?? '', change.seen)) throw new AppError('request.stale');
  const [kind, which] = change.key.split(':') as [string, string?];
  if (kind === 'hearing') return setReplyAddress(tx, which!, change.address, by);
  if (kind === 'recipient') await setRecipient(tx, caseId, Number(which), change.address);
  else await tx.query('UPDATE case_event SET reply_to = $2 WHERE case_id = $1', [caseId, change.address]);
  await appendAudit(tx, { actorId: by.actorId, action: 'case.reply-address', subject: `case:${caseId}`, requestId: by.requestId }, by.now);
}

/** Someone named in the event; where the event's reply address was theirs, or missing, it follows. */
async function setRecipient(tx: Tx, caseId: string, place: number, address: string): Promise<void> {
  await tx.query(
    `UPDATE case_event SET recipients = jsonb_set(recipients, ARRAY[$2::text, 'email'], to_jsonb($3::text)),
            reply_to = CASE WHEN reply_to IS NULL OR lower(reply_to) = lower(recipients -> $2::int ->> 'email') THEN $3 ELSE reply_to END
     WHERE case_id = $1`,
    [caseId, place, address],
  );
}
