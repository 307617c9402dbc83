import { setTimeout as pause } from 'node:timers/promises';
import { type CrashPoint, crashPoints } from '@genmaele/platform';
import { takeAccount } from './journey-account.js';
import { type Say } from '../saying.js';
import { type Figure, figure, type MeasureContext } from './figure.js';
import { ProvingGround } from './proving-ground.js';

type Emptying = 'never' | 'always' | 'in turn';

/** How much is tried: the numbers, or a sample of them. */
interface Scale {
  /** Times each point is tried, alone. */
  readonly rounds: number;
  /** Points that are tried together in one journey, so that a sample is quick. */
  readonly together: boolean;
  /** Each pass tries every point: with the queue store emptied as the process dies, without, or in turn. */
  readonly passes: readonly Emptying[];
  /** Seconds that Redis is away. */
  readonly outageSeconds: number;
  /** How many of the stages are met by an outage. */
  readonly outages: number;
}

const sample: Scale = { rounds: 1, together: true, passes: ['in turn'], outageSeconds: 12, outages: 1 };
const full: Scale = { rounds: 3, together: false, passes: ['never', 'always'], outageSeconds: 30, outages: 6 };

/**
 * Points that may be armed in one journey: each process dies at one before it can pass the next. Every point stands in exactly one row
 * (`work.*` and `relay.*` are passed by every job, so each needs a journey of its own).
 */
const rows: readonly (readonly CrashPoint[])[] = [
  ['api.receive.before-commit', 'bill.read', 'api.save.before-commit', 'letter.rendered', 'mail.sending', 'receipt.match'],
  ['api.receive.after-commit', 'case.open', 'api.save.after-commit', 'letter.signed', 'mail.before-dot'],
  ['api.action.before-commit', 'relay.claimed', 'mail.committing'],
  ['api.action.after-commit', 'work.claimed', 'mail.accepted'],
  ['relay.rung'],
  ['work.before-commit'],
  ['work.after-commit'],
];

/** The steps after which Redis is taken away, one a stage: intake, drafting, committee, approval, documents, delivery. */
const stages = ['receive', 'start', 'submit', 'recommend', 'approve', 'send'] as const;

function scaleOf({ full: isFull, rounds }: MeasureContext): Scale {
  const scale = isFull ? full : sample;
  return { ...scale, rounds: rounds ?? scale.rounds };
}

/** What happened at the points. */
interface Tally {
  kills: number;
  emptied: number;
  missed: CrashPoint[];
  outages: number;
  failures: string[];
  readonly progress: Say;
}

/**
 * The proof that nothing is lost and nothing is done twice: processes are killed at every named point, the queue store is emptied as they
 * die, Redis is taken away at each stage; then database and mailbox are counted.
 */
export async function proveJourney(context: MeasureContext): Promise<Figure[]> {
  const { store, progress } = context;
  const scale = scaleOf(context);
  const ground = await ProvingGround.open(store);
  const tally: Tally = { kills: 0, emptied: 0, missed: [], outages: 0, failures: [], progress };
  try {
    for (const emptying of scale.passes) await killEverywhere(ground, scale, tally, emptying);
    if (ground.installation.store.kind === 'redis') await takeRedisAway(ground, scale, tally);
    return await measures(ground, scale, tally);
  } finally {
    await ground.close();
  }
}

const passNames: Record<Emptying, string> = {
  never: 'dræbt',
  always: 'dræbt, mens kølageret blev tømt',
  'in turn': 'dræbt, hver anden gang med tømt kølager',
};

async function killEverywhere(ground: ProvingGround, scale: Scale, tally: Tally, emptying: Emptying): Promise<void> {
  const groups = scale.together ? rows : crashPoints.map((point) => [point]);
  for (let round = 1; round <= scale.rounds; round += 1) {
    for (const [i, points] of groups.entries())
      await killAt(ground, points, tally, emptying === 'always' || (emptying === 'in turn' && i % 2 === 0));
    tally.progress(`  ${passNames[emptying]}: runde ${round} af ${scale.rounds}, ${tally.kills} gange i alt`);
  }
}

/** One journey in which someone dies at each of the points. */
async function killAt(ground: ProvingGround, points: readonly CrashPoint[], tally: Tally, emptying: boolean): Promise<void> {
  for (const point of points) ground.arm(point);
  let over = false;
  const emptied = emptying ? points.map((point) => ground.emptyStoreAt(point, () => over)) : [];
  await tried(tally, points.join(' + '), () => ground.journey());
  over = true;
  await Promise.all(emptied);
  const missed = points.filter((point) => ground.isArmed(point));
  ground.disarm();
  tally.missed.push(...missed);
  tally.kills += points.length - missed.length;
  tally.emptied += emptying ? points.length - missed.length : 0;
}

/** Redis is stopped when a step has been taken, and comes back later; the journey goes on meanwhile. */
async function takeRedisAway(ground: ProvingGround, scale: Scale, tally: Tally): Promise<void> {
  for (const stage of stages.slice(-scale.outages)) {
    let outage: Promise<void> | undefined;
    await tried(tally, `Redis væk efter ${stage}`, () =>
      ground.journey(({ step }) => {
        if (step === stage) outage ??= outageOf(ground, scale.outageSeconds);
      }),
    );
    await outage;
    if (outage) tally.outages += 1;
    tally.progress(`  Redis væk i ${scale.outageSeconds} s efter »${stage}«`);
  }
}

async function outageOf(ground: ProvingGround, seconds: number): Promise<void> {
  await ground.installation.store.stop();
  await pause(seconds * 1000);
  await ground.installation.store.startAgain();
}

async function tried(tally: Tally, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tally.failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    tally.progress(`  ${tally.failures.at(-1) ?? ''}`);
  }
}

async function measures(ground: ProvingGround, scale: Scale, tally: Tally): Promise<Figure[]> {
  const account = await takeAccount(ground);
  const { kind } = ground.installation.store;
  const wanted = crashPoints.length * scale.rounds * scale.passes.length;
  const leastEmptied = scale.passes.includes('always') ? crashPoints.length * scale.rounds : 1;
  const { journeys } = account;
  const outages = figure(`gange uden Redis i ${scale.outageSeconds} s`, tally.outages, { least: scale.outages });
  return [
    figure(`rejser til ende (kølager: ${kind})`, account.ended, { least: journeys }),
    figure('rejser, der fejlede undervejs', tally.failures.length, { most: 0 }),
    figure('dræbt ved navngivne punkter', tally.kills, { least: wanted }),
    figure('  heraf med tømt kølager', tally.emptied, { least: leastEmptied }),
    figure('navngivne punkter, ingen nåede', tally.missed.length, { most: 0 }),
    ...(kind === 'redis' ? [outages] : []),
    figure('mails til ministeriet', account.mails, { least: journeys, most: journeys }),
    figure('tabt', account.lost, { most: 0 }),
    figure('gjort to gange', account.doubled, { most: 0 }),
    { what: 'loggens kæde er hel', figure: account.logHolds ? 'ja' : 'nej', least: 'ja', ok: account.logHolds },
  ];
}
