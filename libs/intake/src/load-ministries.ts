import { type Tx } from '@genmaele/platform';
import { ministries } from './reference/ministries.js';

/** Writes the ministries of the reference table into the database; those already there are brought up to date. Idempotent. */
export async function loadMinistries(tx: Tx): Promise<number> {
  const rows = ministries.map(({ id, area, name, shortName, validFrom, validTo }) => ({
    id,
    area,
    name,
    short_name: shortName,
    valid_from: validFrom,
    valid_to: validTo,
  }));
  await tx.query(
    `INSERT INTO ministry (id, area, name, short_name, valid_from, valid_to)
     SELECT id, area, name, short_name, valid_from, valid_to
     FROM jsonb_to_recordset($1::jsonb) AS r(id text, area text, name text, short_name text, valid_from date, valid_to date)
     ON CONFLICT (id) DO UPDATE SET area = excluded.area, name = excluded.name, short_name = excluded.short_name, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
    [JSON.stringify(rows)],
  );
  return rows.length;
}
