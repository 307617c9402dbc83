import { type DraftContent } from '@genmaele/contracts';
import { type Game, Move, type MoveOrder, verbs } from './game.js';
import { Oracle } from './oracle.js';
import { type PlayedHouse, type Player, players } from './played-house.js';

/** How often each move is drawn beside `forward`, which is every third. */
const weightOf = (verb: MoveOrder['verb']) => (verb === 'forward' ? 3 * verbs.length : 3);

/**
 * Plays games of at most 40 moves, each in a house of its own, and holds each move to what a watcher saw. The moves are drawn by fast-check and are the same for
 * the same seed. Errors: fast-check's, with the shortest game that fails.
 */
export async function playGames(
  openHouse: () => Promise<PlayedHouse>,
  sample: DraftContent,
  games: number,
  seed = 20261122,
): Promise<{ games: number; approved: number; sent: number }> {
  const { default: fc } = await import('fast-check');
  const tally = { sent: 0, approved: 0 };
  const small = fc.nat(2);
  const who = fc.constantFrom(...(Object.keys(players) as Player[]));
  const verb = fc.oneof(...verbs.map((each) => ({ weight: weightOf(each), arbitrary: fc.constant(each) })));
  const move = fc.record({ verb, who, part: small, word: small }).map((order) => new Move(order));
  const setUp = async () => ({ model: new Oracle(), real: { house: await openHouse(), sample, tally, seen: [] } satisfies Game });
  await fc.assert(
    fc.asyncProperty(fc.commands([move], { maxCommands: 40, size: 'max' }), (moves) => fc.asyncModelRun(setUp, moves)),
    { numRuns: games, seed, endOnFailure: true },
  );
  return { games, ...tally };
}
