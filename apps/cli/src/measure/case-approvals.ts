import { type DataSource } from 'typeorm';
import { rowsOf } from '@genmaele/platform';
import { sampleDraft } from '../sample-draft.js';
import { MemoryHouse } from './approval-model/memory-house.js';
import { draftOf } from './approval-model/oracle.js';
import { playGames } from './approval-model/play.js';
import { PostgresHouse, seatChairs, seatPlayers } from './approval-model/postgres-house.js';
import { openCaseGround } from './case-ground.js';
import { type Figure, figure, type MeasureContext } from './figure.js';

const START = new Date('2026-11-23T08:00:00.000Z');

const sample = () => ({
  ...sampleDraft([]),
  template: 'hoeringssvar' as const,
  points: [{ number: 1, stance: 'remarks' as const, provisions: [], text: 'Punkt.' }],
});

/**
 * Games of approval by the product's pure rules and through its one writer on PostgreSQL, judged by an oracle that knows none of the rules; and people who
 * approve, or approve and edit, in the same moment.
 */
export async function proveApprovals({ full, rounds, progress }: MeasureContext): Promise<Figure[]> {
  progress('Spiller godkendelser i hukommelsen …');
  const inMemory = await playGames(async () => new MemoryHouse(), sample(), 2000);
  const ground = await openCaseGround(START);
  try {
    progress('Spiller godkendelser i PostgreSQL …');
    const ids = await seatPlayers(ground.database, START);
    let number = 0;
    const open = () => PostgresHouse.open(ground.database, ids, new Date(START.getTime() + (number += 1) * 3_600_000), number);
    const inDatabase = await playGames(open, sample(), rounds ?? (full ? 400 : 100));
    progress('Lader flere godkende på én gang …');
    const races = rounds ?? (full ? 1000 : 60);
    const together = await approveTogether(ground.database, open, races);
    const against = await editAgainstApproval(open, races);
    return [
      figure('spil af godkendelser efter reglerne alene, uden fejl', inMemory.games, { least: 2000 }),
      figure('… af dem nåede til afsendelse', inMemory.sent, { least: 20 }),
      figure('spil gennem skriveren i PostgreSQL, uden fejl', inDatabase.games, { least: rounds ?? 100 }),
      figure('… af dem nåede til godkendelse', inDatabase.approved, {}),
      figure(`runder, hvor 2–8 godkendte på én gang, med andet end én virkning (af ${races})`, together, { most: 0 }),
      figure(`runder, hvor en rettelse mødte en godkendelse, og usét tekst blev godkendt (af ${races})`, against, { most: 0 }),
    ];
  } finally {
    await ground.close();
  }
}

/** A case that waits for its first chair, the gate passed. */
async function waiting(open: () => Promise<PostgresHouse>): Promise<{ house: PostgresHouse; seen: string }> {
  const house = await open();
  await house.act('writer', 'save', { draft: draftOf(sample(), ['Ramme.', 'Et.', 'To.']) });
  const { version: seen = '' } = await house.stand();
  await house.act('writer', 'submit', { seen });
  await house.act('secretary', 'recommend', { seen });
  await house.act('secretary', 'pass-gate', { seen });
  return { house, seen };
}

/** Two to eight people approve in the same moment a step that takes one approval. Answers the rounds in which not exactly one counted. */
async function approveTogether(database: DataSource, open: () => Promise<PostgresHouse>, rounds: number): Promise<number> {
  const chairs = await seatChairs(database, 8, START);
  let wrong = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { house, seen } = await waiting(open);
    const crowd = chairs.slice(0, 2 + (round % 7));
    const outcomes = await Promise.all(crowd.map((who) => house.actAs(who, 'approve', { seen })));
    const rows = await rowsOf(database, `SELECT 1 FROM approval WHERE case_id = $1 AND step_id = 'chair'`, [house.caseId]);
    if (outcomes.filter((outcome) => outcome === 'ok').length !== 1 || rows.length !== 1) wrong += 1;
  }
  return wrong;
}

/** The last approval and an edit in the same moment. Answers the rounds in which a text was approved that was not the one seen. */
async function editAgainstApproval(open: () => Promise<PostgresHouse>, rounds: number): Promise<number> {
  let wrong = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { house, seen } = await waiting(open);
    await house.act('chair', 'approve', { seen });
    await house.act('formand', 'approve', { seen });
    await house.decide({ body: 'board', outcome: 'approved', seen });
    const approve = () => house.act('secretary', 'pass-gate', { seen });
    const edit = () => house.act('writer', 'save', { seen, draft: draftOf(sample(), ['Ramme.', 'Et.', `Ny ${round}.`]) });
    const [first, second] = round % 2 ? [approve, edit] : [edit, approve];
    const outcomes = await Promise.all([first(), second()]);
    const { state, approved, version } = await house.stand();
    const sound = state === 'approved' ? approved === seen && version === seen : approved === null && version !== seen;
    if (!sound || outcomes.filter((outcome) => outcome === 'ok').length !== 1) wrong += 1;
  }
  return wrong;
}
