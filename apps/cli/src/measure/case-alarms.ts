import { setTimeout as pause } from 'node:timers/promises';
import { addDays, parseLocalDate } from '@genmaele/calendar';
import { alarmDue, type DeadlineAlarm, promiseDeadlineAlarms, soundDeadlineAlarm } from '@genmaele/cases';
import { tellOfDeadWork } from '@genmaele/delivery';
import { AppError } from '@genmaele/contracts';
import { type JobHandlers, Sweeper, WorkRunner } from '@genmaele/jobs';
import { Clock, type Environment, inTransaction, type Log, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { handlersOf, openCaseGround, openCases } from './case-ground.js';
import { type Figure, figure, type MeasureContext } from './figure.js';

/** Numbers that are the same in every run (mulberry32). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const START = Date.parse('2026-10-12T06:00:00Z');
/** The autumn's change of the clock lies in the middle. */
const DAYS = 20;

/** A clock that can be moved and goes on by itself meanwhile, so that the time the work takes counts as lateness too. */
class RunningClock extends Clock {
  #at = START;
  #since = performance.now();

  now(): Date {
    return new Date(this.#at + performance.now() - this.#since);
  }

  set(at: number): void {
    this.#at = at;
    this.#since = performance.now();
  }
}

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Log;

/** A time without a worker, from and to. */
interface Outage {
  from: number;
  to: number;
}

function outages(draw: () => number): Outage[] {
  const found: Outage[] = [];
  for (let at = START; at < START + DAYS * 24 * HOUR;) {
    const from = at + draw() * 20 * HOUR;
    const to = from + draw() * draw() * 10 * HOUR + 5 * SECOND;
    found.push({ from, to });
    at = to;
  }
  return found;
}

function deadlines(count: number, draw: () => number): string[] {
  const first = parseLocalDate('2026-10-14');
  return Array.from({ length: count }, () => {
    const day = addDays(first, Math.floor(draw() * (DAYS - 4)));
    const minute = `${String(Math.floor(draw() * 24)).padStart(2, '0')}:${String(Math.floor(draw() * 60)).padStart(2, '0')}`;
    const kind = draw();
    return kind < 0.4 ? day : kind < 0.7 ? `${day}T12:00` : `${day}T${minute}`;
  });
}

/** The first moment from `at` on at which a worker looks: each second, but not in an outage. */
function nextLook(at: number, down: readonly Outage[]): number {
  const outage = down.find(({ from, to }) => at >= from && at < to);
  return outage ? outage.to : at;
}

interface Machinery {
  clock: RunningClock;
  sweeper: Sweeper;
  look: () => Promise<void>;
  database: DataSource;
}

function machinery(database: DataSource, draw: () => number): Machinery {
  const clock = new RunningClock();
  const onDead = tellOfDeadWork({} as Environment);
  const alarm: JobHandlers['deadline.alarm'] = (payload, context) => {
    if (draw() < 0.02) throw new AppError('mail.unavailable'); // something it needs is away for a moment
    return soundDeadlineAlarm(payload, context);
  };
  const runner = () => new WorkRunner(database, clock, quiet, handlersOf({ 'deadline.alarm': alarm }), { leaseSeconds: 30, onDead });
  const [one, other] = [runner(), runner()];
  const sweeper = new Sweeper(database, clock, quiet, { repairs: [], onDead });
  const look = async () => void (await Promise.all([one.runDue(), other.runDue()]));
  return { clock, sweeper, look, database };
}

/** A worker dies with works in its hands: they are claimed as it claims them, and their lease has run out when the next comes. */
async function dieHolding({ database, clock }: Machinery): Promise<void> {
  await database.query(
    `UPDATE work SET state = 'leased', fence = nextval('work_fence'), attempt = attempt + 1, started_at = now(), lease_until = now() - interval '1 second'
     WHERE id IN (SELECT id FROM work WHERE state = 'ready' AND due_at <= $1 AND attempt < 3 ORDER BY due_at LIMIT 3)`,
    [clock.now()],
  );
}

/** Goes through the days, looking where something is due, dying before outages, and putting the clock forwards and back. */
async function live(parts: Machinery, dues: readonly number[], down: readonly Outage[], draw: () => number): Promise<void> {
  const { clock, sweeper, look } = parts;
  let at = START;
  for (const due of dues) {
    if (due + SECOND <= at) continue;
    clock.set(due - 1 - Math.floor(draw() * SECOND)); // a look just before, which must find nothing
    const early = down.some(({ from, to }) => due >= from && due < to);
    if (!early) await look();
    at = nextLook(due + Math.floor(draw() * SECOND), down);
    clock.set(at);
    if (early) await dieHolding(parts);
    await sweeper.sweep();
    await look();
    if (draw() < 0.01) {
      clock.set(at - draw() * HOUR); // the clock was wrong, and is put back
      await look();
    }
    await retries(parts);
  }
}

/** What failed for a moment is due again within seconds. */
async function retries({ clock, look, database }: Machinery): Promise<void> {
  for (let tries = 0; tries < 8; tries += 1) {
    const [next] = await rowsOf<{ due_at: Date }>(
      database,
      `SELECT min(due_at) AS due_at FROM work WHERE state = 'ready' AND job = 'deadline.alarm' AND attempt > 0 HAVING min(due_at) IS NOT NULL`,
    );
    if (!next) return;
    clock.set(Math.max(clock.now().getTime(), next.due_at.getTime()));
    await look();
    await pause(0);
  }
}

interface Sounded {
  case_id: string;
  alarm: DeadlineAlarm;
  at: Date;
}

interface Promised {
  caseId: string;
  alarm: DeadlineAlarm;
  due: number;
}

/** Counts what sounded against what was promised. `late` is in milliseconds after the later of the due moment and the end of the outage it fell in. */
function account(sounded: readonly Sounded[], promised: readonly Promised[], down: readonly Outage[]) {
  const heard = new Map<string, number[]>();
  for (const { case_id, alarm, at } of sounded)
    heard.set(`${case_id}:${alarm}`, [...(heard.get(`${case_id}:${alarm}`) ?? []), at.getTime()]);
  const result = { once: 0, missed: 0, doubled: 0, early: 0, late: 0 };
  for (const { caseId, alarm, due } of promised) {
    const times = heard.get(`${caseId}:${alarm}`) ?? [];
    if (times.length === 1) result.once += 1;
    else if (times.length === 0) result.missed += 1;
    else result.doubled += 1;
    if (times.some((at) => at < due)) result.early += 1;
    for (const at of times) result.late = Math.max(result.late, at - nextLook(due, down));
  }
  return result;
}

/**
 * Generated deadlines over the change to winter time, on a real PostgreSQL with the product's own alarms, runner and sweeper and a moved clock; workers
 * die, are away for hours, and the clock is put forwards and back. 300 deadlines, or 10,000 when asked for all.
 */
export async function proveAlarms({ full, rounds, progress }: MeasureContext): Promise<Figure[]> {
  const draw = drawn(20_261_025);
  const given = deadlines(rounds ?? (full ? 10_000 : 300), draw);
  const down = outages(draw);
  const now = new Date(START);
  const ground = await openCaseGround(now);
  try {
    const ids = await inTransaction(ground.database, (tx) => openCases(tx, given, parseLocalDate('2026-10-12'), now));
    progress(`${given.length} frister, ${down.length} afbrydelser …`);
    await inTransaction(ground.database, async (tx) => {
      for (const [i, id] of ids.entries()) await promiseDeadlineAlarms(tx, id, given[i]!, now);
    });
    const promised = given.flatMap((deadline, i) =>
      (['near', 'passed'] as const).map((alarm) => ({ caseId: ids[i]!, alarm, due: alarmDue(deadline, alarm).getTime() })),
    );
    await live(
      machinery(ground.database, draw),
      [...new Set(promised.map(({ due }) => due))].sort((a, b) => a - b),
      down,
      draw,
    );
    const sounded = await rowsOf<Sounded>(
      ground.database,
      `SELECT substr(subject, 6) AS case_id, facts->>'alarm' AS alarm, at FROM audit_entry WHERE action = 'case.deadline-alarm'`,
    );
    const { once, missed, doubled, early, late } = account(sounded, promised, down);
    return [
      figure(`alarmer af ${promised.length}, der lød netop én gang`, once, { least: promised.length }),
      figure('alarmer, der udeblev', missed, { most: 0 }),
      figure('alarmer, der lød mere end én gang', doubled, { most: 0 }),
      figure('alarmer, der lød for tidligt', early, { most: 0 }),
      figure('den senestes forsinkelse efter frist og afbrydelse', late / 1000, { most: 60 }, 's'),
    ];
  } finally {
    await ground.close();
  }
}
