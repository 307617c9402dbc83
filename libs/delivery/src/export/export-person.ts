import { sessionsOf } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { inTransaction, rowsOf, type Tx, zipArchive } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { personPage, type PersonFacts } from './person-page.js';
import { personQueries, type PersonRecords, personRecords } from './person-records.js';

/** Who asks what the system holds on a person. `actorId` is undefined at the command line. */
export interface PersonRequest {
  readonly personId: string;
  readonly actorId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/**
 * All that the system holds on a person (the General Data Protection Regulation, article 15), as a zip file with `oplysninger.json` for machines and
 * `oplysninger.html` for people; without secrets, and without who else looked. The log says that it was taken out. Errors: `person.not-found`.
 */
export function exportPerson(database: DataSource, request: PersonRequest): Promise<Buffer> {
  const { personId, actorId, requestId, now } = request;
  return inTransaction(database, async (tx) => {
    const facts = await personFacts(tx, personId, now);
    const entries = facts.places.reduce((sum, { rows }) => sum + rows.length, 0);
    await appendAudit(tx, { actorId, action: 'person.exported', subject: `person:${personId}`, facts: { entries }, requestId }, now);
    return zipArchive([
      { path: 'oplysninger.html', bytes: Buffer.from(personPage(facts)) },
      { path: 'oplysninger.json', bytes: Buffer.from(`${JSON.stringify(facts, null, 1)}\n`) },
    ]);
  });
}

async function personFacts(tx: Tx, personId: string, now: Date): Promise<PersonFacts> {
  const [person] = await rowsOf<{ name: string; email: string }>(tx, 'SELECT name, email FROM person WHERE id = $1', [personId]);
  if (!person) throw new AppError('person.not-found');
  const places: { danish: string; rows: Record<string, unknown>[] }[] = [];
  for (const place of personRecords) places.push({ danish: place.danish, rows: await rowsAt(tx, place, personId) });
  for (const { danish, sql } of personQueries) places.push({ danish, rows: await rowsOf(tx, sql, [personId]) });
  const sessions = (await sessionsOf(tx, personId, '')).map(({ agent, address, signedInAt, seenAt }) => ({
    agent,
    address,
    signedInAt,
    seenAt,
  }));
  return { ...person, exportedAt: now.toISOString(), places: [...places, { danish: 'Konto: her er personen logget på', rows: sessions }] };
}

/** Times are ISO 8601 as PostgreSQL writes them in JSON. */
async function rowsAt(tx: Tx, { table, column, hide = [], keep }: PersonRecords, personId: string): Promise<Record<string, unknown>[]> {
  const rows = await rowsOf<{ row: Record<string, unknown> }>(tx, `SELECT to_jsonb(t) AS row FROM "${table}" t WHERE t."${column}" = $1`, [
    personId,
  ]);
  const told = (key: string): boolean => (keep ? keep.includes(key) : !hide.includes(key));
  return rows.map(({ row }) => Object.fromEntries(Object.entries(row).filter(([key]) => told(key))));
}
