import { randomUUID } from 'node:crypto';
import { type Actor, actorById, mayDo, peopleWithRole } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { AppError, type CaseKind, type Role, type StandInBody } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { notify } from './notices/index.js';

/** Somebody who stands in for somebody, as a page shows it. */
export interface StandInLine {
  readonly id: string;
  readonly personId: string;
  readonly person: string;
  readonly byPersonId: string;
  readonly by: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly roles: readonly Role[];
  readonly committees: readonly string[];
  readonly kinds: readonly CaseKind[];
  readonly reason: string;
  readonly setBy: string;
  readonly endedAt: Date | null;
}

const linesSql = `SELECT s.id, s.person_id AS "personId", p.name AS person, s.by_person_id AS "byPersonId", b.name AS by, s.valid_from AS "validFrom",
    s.valid_to AS "validTo", s.roles, s.committees, s.kinds, s.reason, w.name AS "setBy", s.ended_at AS "endedAt"
  FROM stand_in s JOIN person p ON p.id = s.person_id JOIN person b ON b.id = s.by_person_id JOIN person w ON w.id = s.set_by`;

/** Who stands in for whom, now and later; the nearest first. */
export async function standInsFrom(db: DataSource | Tx, now: Date): Promise<StandInLine[]> {
  return rowsOf(db, `${linesSql} WHERE s.valid_to > $1 AND s.ended_at IS NULL ORDER BY s.valid_from, p.name, s.id LIMIT 500`, [now]);
}

/** Who sets or ends one, and when. */
export interface StandInBy {
  readonly actor: Pick<Actor, 'id' | 'roles'>;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

const secretariat: readonly Role[] = ['committee-secretary', 'head-of-office', 'administrator'];

/** Whether these roles may set a stand-in for others, as when an absence was not planned: the secretariat. Everybody may for themselves. */
export function maySetForOthers(roles: readonly Role[]): boolean {
  return roles.some((role) => secretariat.includes(role));
}

function refused(reason: string): AppError {
  return new AppError('stand-in.not-allowed', { reason });
}

/**
 * Sets somebody to stand in for a person, and tells both, and the heads of office when the person did not do it themselves. Nobody stands in for
 * themselves, for one who stands in for another in that time, or by one who has somebody stand in for them: so there is neither a circle nor a chain of
 * more than one. Returns the id. Errors: `stand-in.not-allowed`, `case.role-missing`.
 */
export async function setStandIn(tx: Tx, body: StandInBody, by: StandInBy): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock(4711009)');
  const forSelf = body.personId === by.actor.id;
  if (!forSelf && !maySetForOthers(by.actor.roles))
    throw new AppError('case.role-missing', {
      action: 'indsæt stedfortræder',
      allowed: 'personen selv, udvalgssekretær, kontorchef, administrator',
    });
  const [from, to] = [new Date(body.validFrom), new Date(body.validTo)];
  if (to <= from || to <= by.now) throw refused('Perioden er slut, før den begynder.');
  await refuseUnfit(tx, body, { from, to, now: by.now });
  const id = randomUUID();
  await tx.query(
    `INSERT INTO stand_in (id, person_id, by_person_id, valid_from, valid_to, roles, committees, kinds, reason, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      body.personId,
      body.byPersonId,
      from,
      to,
      JSON.stringify(body.roles),
      JSON.stringify(body.committees),
      JSON.stringify(body.kinds),
      body.reason,
      by.actor.id,
      by.now,
    ],
  );
  await tellOf(tx, id, body, { forSelf, now: by.now });
  const facts = { standInId: id, by: body.byPersonId, from: body.validFrom, to: body.validTo };
  await appendAudit(
    tx,
    { actorId: by.actor.id, action: 'stand-in.set', subject: `person:${body.personId}`, facts, requestId: by.requestId },
    by.now,
  );
  return id;
}

async function refuseUnfit(
  tx: Tx,
  { personId, byPersonId }: StandInBody,
  { from, to, now }: { from: Date; to: Date; now: Date },
): Promise<void> {
  if (personId === byPersonId) throw refused('Ingen kan være stedfortræder for sig selv.');
  const people = await rowsOf<{ id: string }>(tx, 'SELECT id FROM person WHERE id = ANY($1) AND disabled_at IS NULL', [
    [personId, byPersonId],
  ]);
  if (people.length !== 2) throw refused('En af personerne findes ikke, eller kontoen er lukket.');
  const stand = await actorById(tx, byPersonId, from > now ? from : now);
  if (!stand || !mayDo(stand.roles, 'case.act')) throw refused('Den valgte har ingen rolle, der kan behandle sager.');
  const overlapping = await rowsOf<{ person_id: string; by_person_id: string }>(
    tx,
    `SELECT person_id, by_person_id FROM stand_in WHERE ended_at IS NULL AND valid_from < $2 AND valid_to > $1
       AND (person_id = ANY($3) OR by_person_id = ANY($3))`,
    [from, to, [personId, byPersonId]],
  );
  if (overlapping.some((each) => each.person_id === byPersonId)) throw refused('Den valgte har selv en stedfortræder i perioden.');
  if (overlapping.some((each) => each.by_person_id === personId)) throw refused('Personen er selv stedfortræder for en anden i perioden.');
  if (overlapping.some((each) => each.person_id === personId && each.by_person_id === byPersonId))
    throw refused('Den valgte er allerede stedfortræder i perioden.');
}

async function tellOf(
  tx: Tx,
  id: string,
  { personId, byPersonId, reason }: StandInBody,
  { forSelf, now }: { forSelf: boolean; now: Date },
): Promise<void> {
  const heads = forSelf ? [] : (await peopleWithRole(tx, 'head-of-office', now)).map((head) => head.id);
  for (const each of new Set([personId, byPersonId, ...heads])) {
    const headline = each === byPersonId ? 'du er sat ind som stedfortræder' : 'der er sat en stedfortræder ind';
    const why = each === personId ? 'det er for dig' : each === byPersonId ? 'du er valgt' : 'personen gjorde det ikke selv';
    const news = { occasion: `stand-in:${id}`, topic: `stand-in:${id}`, headline, why: `${why} (${reason})` };
    await notify(tx, { ...news, personId: each, ifNothing: 'gælder det i hele perioden', urgency: forSelf ? 'news' : 'blocking' }, now);
  }
}

/** Ends a stand-in at once; what was done stays done. By whoever it is for, and by the secretariat. Errors: `stand-in.not-found`, `case.role-missing`. */
export async function endStandIn(tx: Tx, id: string, by: StandInBy): Promise<void> {
  const [found] = await rowsOf<{ person_id: string }>(tx, 'SELECT person_id FROM stand_in WHERE id = $1 AND ended_at IS NULL FOR UPDATE', [
    id,
  ]);
  if (!found) throw new AppError('stand-in.not-found');
  if (found.person_id !== by.actor.id && !maySetForOthers(by.actor.roles))
    throw new AppError('case.role-missing', {
      action: 'afslut stedfortræder',
      allowed: 'personen selv, udvalgssekretær, kontorchef, administrator',
    });
  await tx.query('UPDATE stand_in SET ended_at = $2 WHERE id = $1', [id, by.now]);
  const line = { actorId: by.actor.id, action: 'stand-in.end', subject: `person:${found.person_id}`, facts: { standInId: id } };
  await appendAudit(tx, { ...line, requestId: by.requestId }, by.now);
}
