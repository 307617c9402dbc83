import { addDays, parseDeadline, parseLocalDate, type PlanInput, planBackwards } from '@genmaele/calendar';
import { addClosingDays, renewPlans } from '@genmaele/cases';
import { WorkRunner } from '@genmaele/jobs';
import { inTransaction, type Log, MovableClock, rowsOf } from '@genmaele/platform';
import { handlersOf, openCaseGround, openCases } from './case-ground.js';
import { type Figure, figure, type MeasureContext } from './figure.js';

const today = parseLocalDate('2026-11-23');
const processor = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

/** Cases as they come: short and long deadlines, with and without meetings that fit. */
function inputs(count: number): PlanInput[] {
  return Array.from({ length: count }, (_, i): PlanInput => {
    const meetings = [5, 26, 47].map((days) => ({ date: addDays(today, days + (i % 5)), agendaClose: addDays(today, days - 8) }));
    return {
      ...{ today, begins: addDays(today, -(i % 20)), deadline: parseDeadline(`${addDays(today, i % 40)}T12:00`), meetings },
      closingDays: new Set([addDays(today, 18), addDays(today, 35)]),
      absences: [{ role: 'chair', from: addDays(today, 7), to: addDays(today, 9) }],
    };
  });
}

/** Milliseconds of the processor for one plan: the slowest tenth of many kinds of case, warm. */
function onePlan(rounds: number): number {
  const all = inputs(200);
  for (const input of all) planBackwards(input);
  const times = all.map((input) => {
    const start = processor();
    for (let i = 0; i < rounds; i += 1) planBackwards(input);
    return (processor() - start) / rounds;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)] ?? Number.NaN;
}

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Log;

/** Seconds on the clock from the start of the work that plans open cases anew after a closing day until it is done, with notices. */
async function manyPlans(count: number): Promise<{ seconds: number; own: number; moved: number }> {
  const now = new Date('2026-11-23T08:00:00Z');
  const ground = await openCaseGround(now);
  try {
    const deadlines = Array.from({ length: count }, (_, i) => addDays(today, 15 + (i % 40)));
    await inTransaction(ground.database, (tx) => openCases(tx, deadlines, today, now));
    await ground.settle();
    const [head] = await rowsOf<{ id: string }>(ground.database, 'SELECT id FROM person LIMIT 1');
    const days = { name: 'Lukket', firstDay: '2026-12-01', lastDay: '2026-12-02' };
    await inTransaction(ground.database, (tx) => addClosingDays(tx, days, { actorId: head!.id, now }));
    const runner = new WorkRunner(ground.database, new MovableClock(now), quiet, handlersOf({ 'plan.renew': renewPlans }), {
      leaseSeconds: 60,
    });
    const [started, used] = [performance.now(), processor()];
    await runner.runDue(1);
    const [seconds, own] = [(performance.now() - started) / 1000, (processor() - used) / 1000];
    const [moved] = await rowsOf<{ count: string }>(ground.database, 'SELECT count(*) FROM plan_move WHERE told_at IS NOT NULL');
    return { seconds, own, moved: Number(moved?.count ?? 0) };
  } finally {
    await ground.close();
  }
}

/** How quick a plan is, and 5,000 of them when the calendar changes. */
export async function benchPlans({ full, rounds, progress }: MeasureContext): Promise<Figure[]> {
  const plan = onePlan(rounds ?? (full ? 50 : 10));
  progress('Planlægger 5.000 åbne sager om …');
  const { seconds, own, moved } = await manyPlans(5000);
  return [
    figure('en sags plan, den langsomste tiendedel, processortid', plan, { most: 2 }, 'ms'),
    figure('5.000 åbne sager planlagt om efter en lukkedag, på uret', seconds, { most: 5 }, 's'),
    figure('heraf processortid her, som andre på maskinen ikke kan forsinke', own, {}, 's'),
    figure('sager, hvis plan flyttede sig, og hvis folk fik det at vide', moved, {}),
  ];
}
