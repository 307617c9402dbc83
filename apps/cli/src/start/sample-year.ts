import { type Actor, actorById, peopleWithRole } from '@genmaele/access';
import { addDays, localDateOf } from '@genmaele/calendar';
import { actOnCase, caseOfHearing, caseView, openCase, setStandIn, takeReservation } from '@genmaele/cases';
import { AppError, jobNames } from '@genmaele/contracts';
import { readBillOfHearing, receiveHearing } from '@genmaele/intake';
import { type JobHandlers, WorkRunner } from '@genmaele/jobs';
import { readBill } from '@genmaele/legaltext';
import { inTransaction, MovableClock, openLog, rowsOf } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { sampleYearBill, sampleYearDraft } from './sample-year-bill.js';
import { sampleCommittee } from './sample-people.js';
import { caseNumberOf, sampleYearCases, type SampleEnd, type SampleYearCase } from './sample-year-cases.js';

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;
const uploadLimit = 5_000_000;

/** One thing that a person does with a case of the sample year. */
type Step = readonly [action: CaseAction, by: 'officer' | 'secretary' | 'chair' | 'head', comment?: string];

const written: readonly Step[] = [
  ['start', 'officer'],
  ['save', 'officer'],
];
const treated: readonly Step[] = [...written, ['submit', 'officer'], ['recommend', 'secretary']];
const approved: readonly Step[] = [...treated, ['approve', 'chair']];

/** What people do until the case stands where it is to stand. What the worker does after an approval (letter, signature) it does by itself. */
const ways: Record<SampleEnd, readonly Step[]> = {
  opened: [],
  impossible: [],
  drafting: written,
  returned: [...treated, ['return', 'chair', 'Skriv tydeligere, hvad ændringen koster kommunerne.'], ['save', 'officer']],
  'in-committee': [...written, ['submit', 'officer']],
  'stand-in': treated,
  'in-approval': treated,
  signed: approved,
  reserved: approved,
  acknowledged: approved,
  'not-answered': [['decline', 'head', 'Forslaget berører ikke kommunerne.']],
  lapsed: [...written, ['lapse', 'head', 'Ministeriet har trukket udkastet tilbage.']],
};

/**
 * Lays the sample year: twelve cases that came in over the past year, each taken by the product's own functions, at the time it happened, to where it
 * stands now. To be called before a worker runs. A case that is there already is left alone, so that it may be called again.
 */
export async function laySampleYear(database: DataSource, now: Date): Promise<void> {
  const ground = await YearGround.on(database, now);
  for (const [i, each] of sampleYearCases.entries()) await ground.lay(each, caseNumberOf(i));
  await ground.standIn();
}

class YearGround {
  readonly #clock: MovableClock;
  readonly #runner: WorkRunner;

  private constructor(
    private readonly database: DataSource,
    private readonly now: Date,
    private readonly people: Readonly<Record<'officer' | 'secretary' | 'head' | 'chair' | 'viceChair', string>>,
  ) {
    this.#clock = new MovableClock(now);
    this.#runner = new WorkRunner(database, this.#clock, openLog('sample-year', 'warn'), handlersOf(database), { leaseSeconds: 60 });
  }

  static async on(database: DataSource, now: Date): Promise<YearGround> {
    const rows = await rowsOf<{ email: string; id: string }>(database, 'SELECT email, id FROM person WHERE sample');
    const idOf = (name: string): string => {
      const found = rows.find(({ email }) => email.startsWith(`${name}@`));
      if (!found) throw new AppError('person.not-found');
      return found.id;
    };
    return new YearGround(database, now, {
      officer: idOf('sofie'),
      secretary: idOf('signe'),
      head: idOf('karen'),
      chair: idOf('frede'),
      viceChair: idOf('vibe'),
    });
  }

  async lay(each: SampleYearCase, caseNumber: string): Promise<void> {
    const known = await rowsOf(this.database, 'SELECT 1 FROM hearing WHERE case_number = $1', [caseNumber]);
    if (known.length > 0) return;
    const received = new Date(Math.min(this.now.getTime() - each.receivedBefore * day, this.now.getTime() - 120 * minute));
    const caseId = await this.#receive(each, caseNumber, received);
    const steps = ways[each.end];
    const last = this.now.getTime() - 10 * minute;
    const between = Math.max(0, Math.min(day, (last - received.getTime()) / (steps.length + 1)));
    for (const [i, step] of steps.entries()) {
      this.#clock.set(new Date(received.getTime() + (i + 1) * between));
      if (each.end === 'reserved' && step[0] === 'save') await this.#reserve(caseId);
      await this.#act(caseId, step, each);
    }
  }

  /** The chair of the sample committee is away for some days, and the vice chair stands in. */
  async standIn(): Promise<void> {
    const { chair, viceChair, secretary } = this.people;
    if ((await rowsOf(this.database, 'SELECT 1 FROM stand_in WHERE person_id = $1', [chair])).length > 0) return;
    const now = new Date(this.now.getTime() - 60 * minute);
    const actor = await this.#actor(secretary);
    const body = {
      personId: chair,
      byPersonId: viceChair,
      validFrom: now.toISOString(),
      validTo: new Date(now.getTime() + 10 * day).toISOString(),
      roles: ['chair' as const],
      committees: [sampleCommittee],
      kinds: [],
      reason: 'Kommunalpolitisk konference.',
    };
    await inTransaction(this.database, (tx) => setStandIn(tx, body, { actor, now }));
  }

  async #receive(each: SampleYearCase, caseNumber: string, at: Date): Promise<string> {
    this.#clock.set(at);
    const fields = {
      ministry: each.ministry,
      deadline: addDays(localDateOf(this.now), each.deadlineIn),
      replyTo: 'hoering@ministeriet.example',
      caseNumber,
      round: 'main',
    } as const;
    const bytes = sampleYearBill(each, addDays(localDateOf(at), 200));
    const files = [{ kind: 'bill', fileName: 'lovforslag.html', mediaType: 'text/html', bytes }] as const;
    const by = { actorId: this.people.officer, now: at };
    const { hearingId } = await receiveHearing(this.database, fields, files, by, uploadLimit);
    await this.#work(hearingId, 'bill.read');
    await this.#work(hearingId, 'case.open');
    const caseId = await caseOfHearing(this.database, hearingId);
    if (!caseId) throw new AppError('case.not-found');
    return caseId;
  }

  async #work(hearingId: string, job: 'bill.read' | 'case.open'): Promise<void> {
    const works = await rowsOf<{ id: string }>(this.database, `SELECT id FROM work WHERE subject = $1 AND job = $2 AND state = 'ready'`, [
      `hearing:${hearingId}`,
      job,
    ]);
    for (const { id } of works) await this.#runner.run(id);
  }

  async #reserve(caseId: string): Promise<void> {
    const actor = await this.#actor(this.people.officer);
    const body = { kind: 'political', reason: 'no-time-within-deadline', liftedBy: 'meeting' } as const;
    await inTransaction(this.database, (tx) => takeReservation(tx, caseId, body, { actor, now: this.#clock.now() }));
  }

  async #act(caseId: string, [action, by, comment]: Step, each: SampleYearCase): Promise<void> {
    const { currentVersion, committeeId } = await caseView(this.database, caseId);
    const actor = await this.#actor(by === 'chair' ? await this.#chairOf(committeeId) : this.people[by]);
    const draft =
      action === 'save' ? sampleYearDraft(each, currentVersion ? 'Udgiften er opgjort i bemærkningerne nedenfor.' : '') : undefined;
    const seen = currentVersion?.sha256;
    const now = this.#clock.now();
    await inTransaction(this.database, (tx) => actOnCase(tx, { caseId, action, actor, now, seen, comment, draft, signedInFresh: true }));
  }

  async #chairOf(committeeId: string | null): Promise<string> {
    const [chair] = committeeId ? await peopleWithRole(this.database, 'chair', this.#clock.now(), committeeId) : [];
    if (!chair) throw new AppError('person.not-found');
    return chair.id;
  }

  async #actor(personId: string): Promise<Actor> {
    const actor = await actorById(this.database, personId, this.#clock.now());
    if (!actor) throw new AppError('person.not-found');
    return actor;
  }
}

/** Only reading and opening are done while the year is laid; everything else waits for the worker. */
function handlersOf(database: DataSource): JobHandlers {
  const none = Object.fromEntries(jobNames.map((name) => [name, () => Promise.reject(new AppError('work.unknown-job', { job: name }))]));
  return {
    ...(none as unknown as JobHandlers),
    'bill.read': ({ hearingId }, context) => readBillOfHearing(database, hearingId, readBill, context),
    'case.open': ({ hearingId }, context) => openCase(database, hearingId, context),
  };
}
