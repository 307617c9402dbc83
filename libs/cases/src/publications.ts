import { randomUUID } from 'node:crypto';
import { actorById, viewerParameters, visibleTo } from '@genmaele/access';
import { type CaseKind, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseAction, type CaseFacts, type CaseState, caseWorkflow } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { type ActionGround, type Effect } from './action-effect.js';
import { type ActionRequest } from './action-request.js';
import { namedCase, type NamedCase } from './notices/case-naming.js';
import { type Speaker, speakersOn } from './stand-in-speakers.js';

/** The locked case, as far as its publication asks about it. */
interface CaseAt {
  readonly id: string;
  readonly state: CaseState;
  readonly signedSha256: string | null;
}

/** How far a case's letter is on its way to the public. */
export interface PublicationView {
  /** The id of the public page; it answers when the letter is published and nothing bars it. */
  readonly id: string;
  readonly state: 'proposed' | 'published';
  readonly proposedById: string;
  readonly proposedForId: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
}

/** The open publication of a case's letter, and whether one may be at all. */
export async function publicationOf(
  db: DataSource | Tx,
  caseId: string,
): Promise<{ publishable: boolean; publication: PublicationView | null }> {
  const [ruled] = await rowsOf<{ barred: boolean }>(db, 'SELECT publication_barred($1) AS barred', [caseId]);
  const [publication] = await rowsOf<PublicationView>(
    db,
    `SELECT p.id, CASE WHEN p.released_at IS NULL THEN 'proposed' ELSE 'published' END AS state, p.proposed_by AS "proposedById",
            p.proposed_for AS "proposedForId", a.name AS "proposedBy", p.proposed_at AS "proposedAt", b.name AS "releasedBy", p.released_at AS "releasedAt"
     FROM publication p JOIN person a ON a.id = p.proposed_by LEFT JOIN person b ON b.id = p.released_by
     WHERE p.case_id = $1 AND p.ended_at IS NULL`,
    [caseId],
  );
  return { publishable: ruled?.barred === false, publication: publication ?? null };
}

/** What the table asks of a publication, read under the case's lock. */
export async function publicationFacts(
  tx: Tx,
  at: CaseAt,
  request: ActionRequest,
  speakers: readonly Speaker[],
): Promise<Pick<CaseFacts, 'publishable' | 'publication' | 'secondPerson'>> {
  const { publishable, publication } = await publicationOf(tx, at.id);
  const secondPerson = publication !== null && speakerOf(at, request, speakers, proposersOf(publication)) !== undefined;
  return { publishable, publication: publication?.state, secondPerson };
}

/** In whose name the actor takes an action: their own where it opens the row, else the first they stand in for that does; none of `except`. */
function speakerOf(
  { state }: Pick<CaseAt, 'state'>,
  { action, actor }: Pick<ActionRequest, 'action' | 'actor'>,
  speakers: readonly Speaker[],
  except: readonly string[] = [],
): Speaker | undefined {
  const by = rolesThatTake(state, action);
  if (except.includes(actor.id ?? '')) return undefined;
  return speakers.find(({ forPersonId, roles }) => !except.includes(forPersonId ?? '') && roles.some((role) => by.includes(role)));
}

const rolesThatTake = (state: CaseState, action: CaseAction): readonly Role[] =>
  caseWorkflow.find((row) => row.from === state && row.action === action)?.by ?? [];

/** Who may not release it: who proposed it, and for whom. */
const proposersOf = ({ proposedById, proposedForId }: Pick<PublicationView, 'proposedById' | 'proposedForId'>): string[] => [
  proposedById,
  ...(proposedForId ? [proposedForId] : []),
];

/** A proposal that waits for a person: they may release it, in the role, for whom they stand in for (null for themselves). */
export interface WaitingPublication extends NamedCase {
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly role: Role;
  readonly standsInFor: string | null;
}

/** The proposals that the person may release now, the oldest first: by the same rule as when they do it, and of cases that they see and nothing bars. */
export async function publicationsWaitingFor(tx: Tx, personId: string, now: Date): Promise<WaitingPublication[]> {
  const actor = await actorById(tx, personId, now);
  if (!actor) return [];
  const rows = await rowsOf<Proposal>(
    tx,
    `SELECT ${namedCase}, c.state, c.kind, c.committee_id AS "committeeId", a.name AS "proposedBy", u.proposed_at AS "proposedAt",
            u.proposed_by AS "proposedById", u.proposed_for AS "proposedForId"
     FROM publication u JOIN response_case c ON c.id = u.case_id JOIN person a ON a.id = u.proposed_by
     WHERE u.released_at IS NULL AND u.ended_at IS NULL AND NOT publication_barred(c.id) AND ${visibleTo('case', 'c', 1)}
     ORDER BY u.proposed_at, c.number`,
    viewerParameters({ personId, now }),
  );
  const speakers = await speakersOn(tx, actor, now);
  const waiting: WaitingPublication[] = [];
  for (const { state, kind, committeeId, proposedById, proposedForId, ...found } of rows) {
    const asked = { action: 'publish', actor } as const;
    const speaker = speakerOf({ state }, asked, speakers({ kind, committeeId }), proposersOf({ proposedById, proposedForId }));
    const role = speaker?.roles.find((each) => rolesThatTake(state, 'publish').includes(each));
    if (speaker && role) waiting.push({ ...found, role, standsInFor: await nameOf(tx, speaker.forPersonId) });
  }
  return waiting;
}

type Proposal = NamedCase &
  Pick<PublicationView, 'proposedBy' | 'proposedAt' | 'proposedById' | 'proposedForId'> & {
    state: CaseState;
    kind: CaseKind;
    committeeId: string | null;
  };

async function nameOf(tx: Tx, personId: string | null): Promise<string | null> {
  const [person] = await rowsOf<{ name: string }>(tx, 'SELECT name FROM person WHERE id = $1', [personId]);
  return person?.name ?? null;
}

/** Writes the proposal to make the signed letter public. */
export async function proposePublication(tx: Tx, at: CaseAt, request: ActionRequest, { speakers }: ActionGround): Promise<Effect> {
  const forPersonId = speakerOf(at, request, speakers)?.forPersonId ?? null;
  await tx.query(
    'INSERT INTO publication (id, case_id, signed_sha256, proposed_by, proposed_for, proposed_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [randomUUID(), at.id, at.signedSha256, request.actor.id, forPersonId, request.now],
  );
  return { onSha256: at.signedSha256 ?? undefined };
}

/** Releases the proposed letter: from the commit on it is public. */
export async function releasePublication(tx: Tx, at: CaseAt, request: ActionRequest, { speakers }: ActionGround): Promise<Effect> {
  const { publication } = await publicationOf(tx, at.id);
  const speaker = publication ? speakerOf(at, request, speakers, proposersOf(publication)) : undefined;
  const forPersonId = speaker?.forPersonId ?? undefined;
  await tx.query(
    'UPDATE publication SET released_by = $2, released_for = $3, released_at = $4 WHERE case_id = $1 AND ended_at IS NULL AND released_at IS NULL',
    [at.id, request.actor.id, forPersonId ?? null, request.now],
  );
  return { onSha256: at.signedSha256 ?? undefined, forPersonId };
}

/** Ends the open publication of a case, proposed or released, if there is one; says whether there was. The page then is as if it had never been. */
export async function endPublication(tx: Tx, caseId: string, by: { actorId?: string | undefined; now: Date }): Promise<boolean> {
  const ended = await rowsOf(
    tx,
    'UPDATE publication SET ended_by = $2, ended_at = $3 WHERE case_id = $1 AND ended_at IS NULL RETURNING id',
    [caseId, by.actorId ?? null, by.now],
  );
  return ended.length > 0;
}

/** {@link endPublication} as what an action does. */
export async function publicationEnds(tx: Tx, at: CaseAt, { actor, now }: ActionRequest): Promise<Effect> {
  await endPublication(tx, at.id, { actorId: actor.id, now });
  return { onSha256: at.signedSha256 ?? undefined };
}
