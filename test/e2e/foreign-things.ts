import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { addMember } from '@genmaele/committees';
import { actorWith, caseIn, housingCommittee, MeetingGround, otherCommittee } from '@genmaele/testing';
import { jobHandlers } from '../../apps/worker/src/handlers.js';
import { password, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

/** What an id in a route can be the id of, when there can be one that its asker may not see. */
export const hiddenKinds = [
  'case',
  'hearing',
  'document',
  'reservation',
  'contribution-request',
  'contribution',
  'dispatch',
  'item',
  'attachment',
  'membership',
  'role',
  'session',
  'passkey',
  'token',
] as const;
export type HiddenKind = (typeof hiddenKinds)[number];

/** Everything an id can be the id of, with one that the asker may see: what a foreign id is asked for under. */
export interface Things {
  readonly foreign: Readonly<Record<HiddenKind, string>>;
  readonly own: Readonly<Record<'case' | 'hearing' | 'meeting' | 'item' | 'body' | 'person', string>>;
}

/** A closed case that has come to its sending, with all that hangs on it, and another person's keys; beside them what everybody sees. */
export async function foreignThings(house: ServedHouse): Promise<Things> {
  const { officer, head, foreignChair, administrator } = house.people;
  const seen = await caseIn(house, 'drafting');
  const closed = await caseIn(house, 'sending', {}, handlersOf(house));
  await house.drain();
  const visitor = await house.as(officer);
  const reservation = await reserved(visitor, (await caseIn(house, 'drafting')).id);
  const contribution = await contributed(visitor, house, reservation.caseId);
  const ground = await MeetingGround.open(house);
  const meeting = await ground.plan();
  const open = await ground.add(meeting);
  const other = await ground.plan();
  const hidden = await ground.add(other, { open: false });
  const sha256 = await attached(house, hidden);
  const place = { personId: foreignChair.id, function: 'member' as const, validFrom: ground.today(), municipality: 'Odense' };
  const membership = await house.tx((tx) => addMember(tx, otherCommittee, place, { actor: administrator, now: house.clock.now() }));
  await house.owner.query('UPDATE response_case SET confidential = true WHERE id = ANY($1)', [[closed.id, reservation.caseId]]);
  await house.owner.query('UPDATE hearing SET confidential = true WHERE id = $1', [closed.hearingId]);
  return {
    own: { case: seen.id, hearing: seen.hearingId ?? '', meeting, item: open, body: housingCommittee, person: officer.id },
    foreign: {
      case: closed.id,
      hearing: closed.hearingId ?? '',
      document: await one(house, 'SELECT sha256 AS id FROM hearing_document WHERE hearing_id = $1', [closed.hearingId]),
      reservation: reservation.id,
      'contribution-request': contribution.requestId,
      contribution: contribution.id,
      dispatch: await one(house, 'SELECT id FROM dispatch WHERE case_id = $1', [closed.id]),
      item: hidden,
      attachment: sha256,
      membership,
      role: await one(house, 'SELECT id FROM role_grant WHERE person_id = $1', [head.id]),
      ...(await keysOf(house, await actorWith(house.database, [{ role: 'officer' }], house.clock.now(), 'En Anden'))),
    },
  };
}

const handlersOf = ({ database, env, roots }: ServedHouse) => jobHandlers(database, env, { socket: env.SIGNER_SOCKET ?? '', roots });

async function one(house: ServedHouse, query: string, parameters: unknown[]): Promise<string> {
  const [row] = await house.rows<{ id: string }>(query, parameters);
  if (!row) throw new Error(`nothing stands under ${query}`);
  return row.id;
}

async function reserved(visitor: Visitor, caseId: string): Promise<{ id: string; caseId: string }> {
  const body = { kind: 'economic', reason: 'negotiated-separately', liftedBy: 'decision', decisionText: 'DUT-forhandlingen' };
  const answer = await visitor.post(`/cases/${caseId}/reservations`, body);
  if (answer.status >= 300) throw new Error(answer.text);
  return { id: answer.body.reservationId, caseId };
}

/** What Odense was asked about a case, and has sent. */
async function contributed(visitor: Visitor, house: ServedHouse, caseId: string): Promise<{ id: string; requestId: string }> {
  const question = { question: 'Hvad koster det?', deadline: '2026-12-04', municipalities: ['461'] };
  const requestId = (await visitor.post(`/cases/${caseId}/contribution-requests`, question)).body.contributionRequestId as string;
  const id = await one(house, 'SELECT id FROM contribution WHERE request_id = $1', [requestId]);
  const contact = await actorWith(
    house.database,
    [{ role: 'municipality-contact', municipalityCode: '461' }],
    house.clock.now(),
    'Odense Kommune',
  );
  const answer = await (await house.as(contact)).post(`/contributions/${id}/versions`, { text: 'Tre millioner.', send: true });
  if (answer.status >= 300) throw new Error(answer.text);
  return { id, requestId };
}

/** A file at an item of another meeting. */
async function attached(house: ServedHouse, itemId: string): Promise<string> {
  const sha256 = await one(house, 'SELECT sha256 AS id FROM stored_file LIMIT 1', []);
  await house.owner.query(`INSERT INTO agenda_attachment (item_id, sha256, file_name, added_at) VALUES ($1, $2, 'bilag.pdf', $3)`, [
    itemId,
    sha256,
    house.clock.now(),
  ]);
  return sha256;
}

/** A person's session, passkey and program key. */
async function keysOf(house: ServedHouse, person: Actor) {
  const [passkey, token, now] = [randomUUID(), randomUUID(), house.clock.now()];
  const visitor = await house.visitor().signedIn(person.email, password);
  const [session] = (await visitor.get('/me/sessions')).body as { id: string }[];
  if (!session) throw new Error('who just signed in has no session');
  await house.owner.query(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, name, created_at) VALUES ($1, $2, 'abc', '\\x00', 0, 'nøgle', $3)`,
    [passkey, person.id, now],
  );
  await house.owner.query(
    `INSERT INTO api_token (id, person_id, name, token_sha256, permissions, created_at, expires_at) VALUES ($1, $2, 'program', 'abc', '{case.read}', $3, $4)`,
    [token, person.id, now, new Date(now.getTime() + 86_400_000)],
  );
  return { session: session.id, passkey, token };
}
