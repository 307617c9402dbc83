import { letterAddresses } from '@genmaele/cases';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DispatchState } from './dispatch.entity.js';

/** A dispatch as sending and receipts need it. */
export interface DispatchRow {
  id: string;
  sending_id: string;
  recipient: string;
  message_id: string;
  mail_sha256: string;
  attachment_sha256: string;
  /** What was uncertain and a person has confirmed since counts as sent. */
  state: DispatchState;
  commits: number;
  round: number;
  /** Something came back that says it arrived. */
  receipted: boolean;
}

/**
 * How the case's letter stands with each: the latest dispatch to every address it goes to, and to every other that has it. Whoever never got it
 * and whose address has been corrected since is left out. In the order of the addressees. Locks the dispatches.
 */
export async function currentDispatches(tx: Tx, caseId: string): Promise<DispatchRow[]> {
  const addresses = (await letterAddresses(tx, caseId)).map((address) => address.toLowerCase());
  const rows = await rowsOf<DispatchRow>(
    tx,
    `SELECT d.id, d.sending_id, d.recipient, d.message_id, d.mail_sha256, d.attachment_sha256, d.commits, d.round,
            CASE WHEN d.state = 'uncertain' AND EXISTS (SELECT 1 FROM case_step s WHERE s.case_id = d.case_id AND s.action = 'confirm-sent' AND s.at >= d.created_at)
                 THEN 'sent' ELSE d.state END AS state,
            EXISTS (SELECT 1 FROM receipt r WHERE r.dispatch_id = d.id AND r.kind <> 'failed') AS receipted
     FROM dispatch d JOIN response_case c ON c.id = d.case_id AND c.letter_id = d.letter_id
     WHERE d.case_id = $1 AND NOT EXISTS (SELECT 1 FROM dispatch o WHERE o.letter_id = d.letter_id AND lower(o.recipient) = lower(d.recipient) AND o.round > d.round)
     ORDER BY d.id FOR UPDATE OF d`,
    [caseId],
  );
  const placeOf = ({ recipient }: DispatchRow) => addresses.indexOf(recipient.toLowerCase());
  return rows
    .filter((row) => placeOf(row) >= 0 || row.state === 'sent' || row.state === 'uncertain')
    .sort((one, other) => placeOf(one) - placeOf(other));
}
