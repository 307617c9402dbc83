import { randomUUID } from 'node:crypto';
import { actorById, type Actor, addPerson } from '@genmaele/access';
import {
  type ActionRequest,
  actOnCase,
  carryOutDecision,
  caseView,
  endStandIn,
  setStandIn,
  systemActor,
  takeReservation,
} from '@genmaele/cases';
import { boardId } from '@genmaele/committees';
import { AppError, type Role } from '@genmaele/contracts';
import { inTransaction, rowsOf, type Tx } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { openCases } from '../case-ground.js';
import { parseLocalDate } from '@genmaele/calendar';
import { type PlayedDecision, type PlayedHouse, playedChain, type Player, players, type Said, type Stand } from './played-house.js';

/** The committee in which the game is played. */
const committee = 'kultur-erhverv-plan';
const committeeRoles: readonly Role[] = ['chair', 'committee-secretary'];

/** The people of the game with accounts, and the chain they follow, in a throwaway database. */
export async function seatPlayers(database: DataSource, now: Date): Promise<ReadonlyMap<Player, string>> {
  return inTransaction(database, async (tx) => {
    const ids = new Map<Player, string>();
    for (const [name, roles] of Object.entries(players) as [Player, readonly Role[]][]) {
      const grants = roles.map((role) => ({ role, ...(committeeRoles.includes(role) ? { committeeId: committee } : {}) }));
      ids.set(name, await addPerson(tx, { name, email: `${name}@forening.example`, sample: false }, grants, now));
    }
    await tx.query(
      `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at) VALUES ($1, 'response', 'Spillet', 'in-force', '2026-01-01', $2, $3)`,
      [randomUUID(), JSON.stringify(playedChain), now],
    );
    return ids;
  });
}

/** So many more chairs of the committee, who play in no game. */
export async function seatChairs(database: DataSource, count: number, now: Date): Promise<Actor[]> {
  const ids = await inTransaction(database, async (tx) => {
    const seated: string[] = [];
    for (let i = 1; i <= count; i += 1) {
      const person = { name: `chair ${i}`, email: `chair-${i}@forening.example`, sample: false };
      seated.push(await addPerson(tx, person, [{ role: 'chair', committeeId: committee }], now));
    }
    return seated;
  });
  return Promise.all(
    ids.map(async (id) => {
      const actor = await actorById(database, id, now);
      if (!actor) throw new TypeError('a chair is gone');
      return actor;
    }),
  );
}

/** One case in PostgreSQL, played through the product's one writer; the clock goes a second on with each move. */
export class PostgresHouse implements PlayedHouse {
  #ticks = 0;

  constructor(
    private readonly database: DataSource,
    private readonly ids: ReadonlyMap<Player, string>,
    readonly caseId: string,
    private readonly start: Date,
  ) {}

  /** Opens a case under way in a house whose players are seated. */
  static async open(database: DataSource, ids: ReadonlyMap<Player, string>, start: Date, number: number): Promise<PostgresHouse> {
    const caseId = await inTransaction(database, async (tx) => {
      const [id] = await openCases(tx, ['2027-01-15'], parseLocalDate('2026-11-23'), start);
      await tx.query('UPDATE response_case SET number = $2, state = $3, committee_id = $4, version = 1 WHERE id = $1', [
        id,
        `M-${number}`,
        'drafting',
        committee,
      ]);
      return id!;
    });
    const house = new PostgresHouse(database, ids, caseId, start);
    await house.endDelegations();
    await house.changeRole(true);
    return house;
  }

  #idOf(who: Player): string {
    const id = this.ids.get(who);
    if (!id) throw new TypeError(`${who} has no seat`);
    return id;
  }

  /** The moment of the next move. */
  #now(): Date {
    this.#ticks += 1;
    return new Date(this.start.getTime() + this.#ticks * 1000);
  }

  async #said(work: (tx: Tx) => Promise<unknown>): Promise<string> {
    try {
      await inTransaction(this.database, work);
      return 'ok';
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }

  /** The person as they are at this moment. */
  async actor(who: Player): Promise<Actor> {
    const actor = await actorById(this.database, this.#idOf(who), this.#now());
    if (!actor) throw new TypeError(`${who} is gone`);
    return actor;
  }

  async act(who: Player, action: CaseAction, said: Said): Promise<string> {
    return this.actAs(await this.actor(who), action, said);
  }

  /** {@link act} for somebody who is no player of the game. */
  actAs(actor: Actor, action: CaseAction, said: Said): Promise<string> {
    const request: ActionRequest = { caseId: this.caseId, action, actor, now: this.#now(), signedInFresh: true, undoMinutes: 0, ...said };
    return this.#said((tx) => actOnCase(tx, request));
  }

  bring(
    action: 'letter-rendered' | 'letter-signed',
    evidence: { versionSha256?: string; renderedSha256: string; signedSha256?: string },
  ): Promise<string> {
    const { versionSha256, ...made } = evidence;
    const brought = action === 'letter-rendered' ? { versionSha256: versionSha256 ?? '', ...made, letterId: randomUUID() } : made;
    return this.#said((tx) => actOnCase(tx, { caseId: this.caseId, action, actor: systemActor, now: this.#now(), evidence: brought }));
  }

  async decide({ body, outcome, seen }: PlayedDecision): Promise<void> {
    const now = this.#now();
    const [procedureId, id] = [randomUUID(), randomUUID()];
    const about = [body === 'board' ? boardId : 'formandskabet', this.caseId, seen, now];
    await this.database.query(
      `INSERT INTO written_procedure (id, committee_id, case_id, version_sha256, question, open, silence, electorate, deadline, state, opened_by, opened_at)
       VALUES ($1, $2, $3, $4, 'Kan svaret godkendes?', true, 'no-answer', '[]', $5, 'decided', $6, $5)`,
      [procedureId, ...about, this.#idOf('secretary')],
    );
    await this.database.query(
      `INSERT INTO committee_decision (id, committee_id, procedure_id, case_id, version_sha256, outcome, points, participants, eligible, quorate, dissents, at)
       VALUES ($1, $3, $2, $4, $5, $7, '[]', '[]', 9, true, '[]', $6)`,
      [id, procedureId, ...about, outcome],
    );
    const inOne = <T>(effect: (tx: Tx) => Promise<T>) => inTransaction(this.database, effect);
    const work = { workId: randomUUID(), attempt: 1, lastTry: true, now, signal: new AbortController().signal };
    await carryOutDecision(id, { ...work, finish: inOne, step: inOne });
  }

  async delegate(from: Player, to: Player): Promise<string> {
    const now = this.#now();
    const [open] = await rowsOf(this.database, 'SELECT 1 FROM stand_in WHERE ended_at IS NULL');
    if (open) return 'stand-in.not-allowed';
    const period = { validFrom: now.toISOString(), validTo: new Date(now.getTime() + 86_400_000).toISOString() };
    const body = {
      personId: this.#idOf(from),
      byPersonId: this.#idOf(to),
      roles: [],
      committees: [],
      kinds: [],
      reason: 'Spillet',
      ...period,
    };
    const actor = await this.actor('secretary');
    return this.#said((tx) => setStandIn(tx, body, { actor, now }));
  }

  async endDelegations(): Promise<void> {
    const open = await rowsOf<{ id: string }>(this.database, 'SELECT id FROM stand_in WHERE ended_at IS NULL');
    const actor = await this.actor('secretary');
    for (const { id } of open) await inTransaction(this.database, (tx) => endStandIn(tx, id, { actor, now: this.#now() }));
  }

  async changeRole(held: boolean): Promise<void> {
    const person = this.#idOf('second');
    await this.database.query(
      `UPDATE role_grant SET valid_to = CASE WHEN $2 THEN NULL ELSE valid_from END WHERE person_id = $1 AND role = 'chair'`,
      [person, held],
    );
  }

  async reserve(): Promise<string> {
    const actor = await this.actor('writer');
    const body = {
      kind: 'political',
      reason: 'no-time-within-deadline',
      liftedBy: 'meeting',
      wording: undefined,
      decisionText: undefined,
    } as const;
    return this.#said((tx) => takeReservation(tx, this.caseId, body, { actor, now: this.#now() }));
  }

  async stand(): Promise<Stand> {
    const { state, currentVersion, approvedSha256, renderedSha256, signedSha256 } = await caseView(this.database, this.caseId);
    return { state, version: currentVersion?.sha256, approved: approvedSha256, rendered: renderedSha256, signed: signedSha256 };
  }
}
